use pygloss::knowledge::*;
fn main(){
    let t=std::time::Instant::now();
    let l=Knowledge::load(&builtin(),None);
    println!("load {:?}", t.elapsed());
    let mut v=vec![];
    let lang=pygloss::document::syntax::language();
    for c in l.knowledge.concepts(){ for b in &c.queries { for p in split(&b.source).unwrap(){
        let t=std::time::Instant::now();
        let _q=tree_sitter::Query::new(&lang,&p.source);
        v.push((t.elapsed(), c.id.clone(), b.fragment.clone(), p.roots.clone(), p.source.clone()));
    }}}
    v.sort();
    let tot: std::time::Duration = v.iter().map(|x|x.0).sum();
    println!("total {tot:?} of {}", v.len());
    for x in v.iter().rev().take(25){ println!("{:?} {} {:?} {:?}\n{}", x.0,x.1,x.2,x.3, x.4); }
}
