/** The server's life: found, started, restarted, stopped; and the questions put to it. */

import * as os from 'node:os';
import * as vscode from 'vscode';
import { DidChangeConfigurationNotification, LanguageClient, State, Trace, WorkDoneProgress } from 'vscode-languageclient/node';
import type { DynamicFeature, LanguageClientOptions, RequestType, ServerOptions, StaticFeature } from 'vscode-languageclient/node';
import { inBackground } from './background.ts';
import type { Tidy } from './background.ts';
import { Environment } from './environment.ts';
import { candidates, describe, find } from './lookup.ts';
import type { Server } from './lookup.ts';
import { changedNotification } from './protocol.ts';
import { LINKED, initializationOptions, settings, withoutOwn } from './settings.ts';

/** Python in every scheme: files, untitled ones, notebooks' cells, the sides of a diff, what lies on no disk. */
export const PYTHON = { language: 'python' };

export type Phase = 'starting' | 'running' | 'stopped' | 'missing';

/** The client, without the commands: those are registered once and stay while the server restarts. */
class Client extends LanguageClient {
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    if (!('registrationType' in feature) || feature.registrationType.method !== 'workspace/executeCommand') {
      super.registerFeature(feature);
    }
  }
}

export class PyglossServer implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #output: vscode.LogOutputChannel;
  readonly #environment: Environment;
  readonly #phaseChanged = new vscode.EventEmitter<Phase>();
  readonly #answersChanged = new vscode.EventEmitter<void>();
  readonly #traceChanged = new vscode.EventEmitter<vscode.LogLevel>();
  readonly #disposables: Tidy[] = [];
  #queue: Promise<void> = Promise.resolve();
  #client: Client | undefined;
  #listeners: Tidy[] = [];
  #phase: Phase = 'starting';
  #server: Server | undefined;
  #tried: string[] = [];
  #disposed = false;
  /** Numbers what takes long. */
  #long = 0;

  readonly onDidChangePhase = this.#phaseChanged.event;
  /** Settings or packs have changed. */
  readonly onDidChangeAnswers = this.#answersChanged.event;

  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel) {
    this.#context = context;
    this.#output = output;
    this.#environment = new Environment(output);
    this.#disposables.push(
      this.#environment,
      this.#environment.onDidChange(() => {
        this.#soon(() => this.#restartIfAnother());
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#soon(() => this.#start());
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#soon(() => this.#restartIfAnother());
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('pygloss.server.path')) {
          this.#soon(() => this.#start());
        }
        if (event.affectsConfiguration('pygloss.trace.server')) {
          this.#traceChanged.fire(this.#traceLevel());
        }
        if (event.affectsConfiguration('pygloss')) {
          this.#soon(() => this.#tellSettings());
        }
      }),
      this.#phaseChanged,
      this.#answersChanged,
      this.#traceChanged,
    );
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** The server that runs, or ran last. */
  get server(): Server | undefined {
    return this.#server;
  }

  /** Why the places before the one that runs would not do. */
  get tried(): readonly string[] {
    return this.#tried;
  }

  /** Looks for the server anew and starts it, after what is under way. */
  restart(): Promise<void> {
    return this.#later(() => this.#start());
  }

  /** Asks the server, once it runs. */
  async ask<P, R>(type: RequestType<P, R, void>, params: P, token?: vscode.CancellationToken): Promise<R> {
    await this.#queue;
    if (this.#client?.state !== State.Running) {
      throw new Error(this.#phase === 'missing' ? 'The server pygloss was not found.' : 'The server pygloss is not running.');
    }
    // A token that is not there must not be passed: it would count as a second parameter.
    return token === undefined ? this.#client.sendRequest<R>(type.method, params) : this.#client.sendRequest<R>(type.method, params, token);
  }

  /** Asks the server for what takes long, and shows how far it is; the reader can end it. Nothing, if that happened. */
  async askLong<P, R>(type: RequestType<P & { workDoneToken?: string }, R, void>, params: P, title: string): Promise<R | undefined> {
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, cancelled) => {
      this.#long += 1;
      const token = `pygloss/vscode/${this.#long}`;
      let told = 0;
      await this.#queue;
      const listener = this.#client?.onProgress(WorkDoneProgress.type, token, (value) => {
        if (value.kind === 'report') {
          const increment = (value.percentage ?? told) - told;
          told += increment;
          progress.report({ increment, ...(value.message === undefined ? {} : { message: value.message }) });
        }
      });
      try {
        return await this.ask(type, { ...params, workDoneToken: token }, cancelled);
      } catch (error) {
        if (cancelled.isCancellationRequested) {
          return undefined;
        }
        throw error;
      } finally {
        listener?.dispose();
      }
    });
  }

  async stop(): Promise<void> {
    this.#disposed = true;
    await this.#later(() => this.#stopClient());
  }

  dispose(): void {
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  #later(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(work).catch((error: unknown) => {
      this.#output.error(error instanceof Error ? error : String(error));
    });
    return this.#queue;
  }

  /** The same for what nobody waits for; `#later` never rejects. */
  #soon(work: () => Promise<void>): void {
    inBackground(this.#output, this.#later(work));
  }

  #enter(phase: Phase): void {
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#phaseChanged.fire(phase);
    }
  }

  async #find(): Promise<Server | undefined> {
    const trusted = vscode.workspace.isTrusted;
    const tried: string[] = [];
    const all = candidates({
      setting: vscode.workspace.getConfiguration('pygloss').get('server.path', ''),
      interpreterFolder: trusted ? await this.#environment.interpreterFolder() : undefined,
      folders: (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath),
      trusted,
      home: os.homedir(),
      variables: process.env,
      platform: process.platform,
      extension: this.#context.extensionPath,
    });
    const server = await find(all, (line) => {
      tried.push(line);
      this.#output.warn(line);
    });
    this.#tried = tried;
    return server;
  }

  /** An environment was selected, a folder added: this only counts if there is another server in it. */
  async #restartIfAnother(): Promise<void> {
    const server = await this.#find();
    if (server?.path !== this.#server?.path || server?.version !== this.#server?.version || this.#phase !== 'running') {
      await this.#startThis(server);
    }
  }

  async #start(): Promise<void> {
    await this.#startThis(await this.#find());
  }

  async #startThis(server: Server | undefined): Promise<void> {
    await this.#stopClient();
    if (this.#disposed) {
      return;
    }
    this.#server = server;
    if (server === undefined) {
      this.#output.error('pygloss was not found: not in the Python environment, not on the PATH, and none is bundled for this platform');
      this.#enter('missing');
      return;
    }
    this.#enter('starting');
    this.#output.info(`starting ${server.path} ${server.version} (${describe(server.source)})`);
    const client = new Client('pygloss', 'pygloss', this.#command(server), this.#options());
    this.#client = client;
    this.#listeners = [
      client.onDidChangeState(({ newState }) => {
        this.#enter(newState === State.Running ? 'running' : newState === State.Starting ? 'starting' : 'stopped');
      }),
      client.onNotification(changedNotification, () => {
        this.#answersChanged.fire();
      }),
    ];
    try {
      await client.start();
    } catch (error) {
      this.#output.error(`${server.path} did not start: ${String(error)}`);
      this.#enter('stopped');
    }
  }

  async #stopClient(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    for (const listener of this.#listeners.splice(0)) {
      listener.dispose();
    }
    if (client !== undefined) {
      try {
        await client.dispose();
      } catch (error) {
        // It had crashed, or would not go.
        this.#output.debug(`stopping: ${String(error)}`);
      }
    }
  }

  #command(server: Server): ServerOptions {
    // Not in the workspace's folder: nothing of it may have a say in what runs.
    return { command: server.path, args: ['server'], options: { cwd: os.homedir() } };
  }

  #options(): LanguageClientOptions {
    return {
      documentSelector: [PYTHON],
      outputChannel: this.#output,
      traceOutputChannel: this.#traceOutput(),
      initializationOptions,
      markdown: { isTrusted: { enabledCommands: LINKED }, supportHtml: false },
      middleware: {
        workspace: {
          configuration: async (params, token, next) => {
            const values = await next(params, token);
            return Array.isArray(values) ? values.map((value, index) => (params.items[index]?.section === 'pygloss' ? withoutOwn(value) : value) as unknown) : values;
          },
        },
      },
    };
  }

  async #tellSettings(): Promise<void> {
    if (this.#client?.state === State.Running) {
      await this.#client.sendNotification(DidChangeConfigurationNotification.type, { settings: { pygloss: settings() } });
    }
  }

  #isTracing(): boolean {
    return Trace.fromString(vscode.workspace.getConfiguration('pygloss').get('trace.server', 'off')) !== Trace.Off;
  }

  #traceLevel(): vscode.LogLevel {
    return this.#isTracing() ? vscode.LogLevel.Trace : this.#output.logLevel;
  }

  /** The output channel as the client traces into it: the setting switches tracing on, whatever the channel's own level. */
  #traceOutput(): vscode.LogOutputChannel {
    const own: Partial<vscode.LogOutputChannel> = {
      onDidChangeLogLevel: this.#traceChanged.event,
      trace: (message, ...rest: unknown[]) => {
        if (this.#isTracing()) {
          this.#output.info(message, ...rest);
        } else {
          this.#output.trace(message, ...rest);
        }
      },
    };
    return new Proxy(this.#output, {
      get: (channel, key) => {
        if (key === 'logLevel') {
          return this.#traceLevel();
        }
        const value: unknown = Reflect.get(key in own ? own : channel, key);
        return typeof value === 'function' ? (value.bind(channel) as unknown) : value;
      },
    });
  }
}
