//! Any bytes from the three that the proxy stands between.

use super::stream;

/// Runs one input: a byte for how late what is late comes, and three streams that a byte 0xff parts.
pub fn run(data: &[u8]) {
    let Some((lateness, rest)) = data.split_first() else {
        return;
    };
    let mut sides = rest.splitn(3, |byte| *byte == 0xff);
    let mut side = || sides.next().unwrap_or_default();
    let said = [side(), side(), side()];
    let frames: usize = said.iter().map(|side| side.len() / 16 + 1).sum();
    let sent = pygloss::server::proxy::rehearse(said, lateness % 8);
    assert!(sent <= 64 * frames, "{sent} messages of {} bytes", data.len());
}

/// What a client, another server and ours say when they begin, in turns.
pub fn seeds() -> Vec<Vec<u8>> {
    let hover = r#"{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///a.py"},"position":{"line":0,"character":0}}}"#;
    let lens = r#"{"jsonrpc":"2.0","id":"3","method":"textDocument/codeLens","params":{"textDocument":{"uri":"file:///a.py"}}}"#;
    let initialize = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{"general":{"positionEncodings":["utf-8","utf-16"]},"workspace":{"applyEdit":true}}}}"#;
    let able = r#"{"jsonrpc":"2.0","id":1,"result":{"capabilities":{"hoverProvider":true,"codeLensProvider":{},"executeCommandProvider":{"commands":["a"]},"positionEncoding":"utf-16"}}}"#;
    let told = r#"{"jsonrpc":"2.0","id":2,"result":{"contents":{"kind":"markdown","value":"x"}}}"#;
    let nothing = r#"{"jsonrpc":"2.0","id":2,"result":null}"#;
    let failed = r#"{"jsonrpc":"2.0","id":2,"error":{"code":-32600,"message":"no"}}"#;
    let list = r#"{"jsonrpc":"2.0","id":"3","result":[{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":1}}}]}"#;
    let configuration =
        r#"{"jsonrpc":"2.0","id":9,"method":"workspace/configuration","params":{"items":[{"section":"pygloss"}]}}"#;
    let exit = r#"{"jsonrpc":"2.0","method":"exit"}"#;
    let mut seeds = Vec::new();
    for (client, other, own) in [
        (
            vec![initialize, hover, lens, exit],
            vec![able, told, list],
            vec![able, told, list],
        ),
        (vec![initialize, hover], vec![able, nothing], vec![able, told]),
        (
            vec![initialize, hover],
            vec![able, failed, configuration],
            vec![able, nothing, configuration],
        ),
        (vec![hover, initialize, lens], vec![told, able], vec![able]),
    ] {
        for lateness in [0, 7] {
            let sides = [client.clone(), other.clone(), own.clone()].map(|side| {
                side.into_iter()
                    .map(|body| stream::frame(body.as_bytes()))
                    .collect::<Vec<_>>()
                    .concat()
            });
            let mut input = vec![lateness];
            input.extend(sides.join(&0xff));
            seeds.push(input);
        }
    }
    seeds
}
