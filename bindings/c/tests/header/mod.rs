//! Writes `include/cfsign.h`: an introduction, and what cbindgen makes of the functions.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The files of functions in the order of the header, with the headings they get.
const SECTIONS: [(&str, &str); 22] = [
    ("functions", "Version, statuses, Base64, times"),
    ("failure", "Errors"),
    ("signer", "Signers"),
    (
        "callback",
        "Signers with a key in an HSM, in KMS or in an agent",
    ),
    ("sign", "Signing"),
    ("policy", "Policies"),
    ("grant", "Grants: one signature for many URLs"),
    ("batch", "Batches: many signatures at once"),
    ("batch_cookies", "Batches of cookies"),
    ("batch_grants", "Batches of grants"),
    ("cookies", "Signed cookies"),
    ("attributes", "Attributes of cookies"),
    ("strings", "Lists of texts"),
    ("url_builder", "URLs from raw names"),
    ("key_group", "Trusted key groups"),
    ("request", "Requests"),
    ("verifier", "Verifying"),
    ("explanation", "Explaining"),
    ("findings", "Set-Cookie lines, as browsers read them"),
    ("response", "Who answered"),
    ("key", "Keys by themselves"),
    ("key_pair", "New keys"),
];

/// The header as it should be.
pub fn generate() -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("a config");
    config.header = Some(include_str!("introduction.h").trim_end().to_owned());
    config.after_includes = Some(format!("\n{}", constants().trim_end()));
    let mut bytes = Vec::new();
    cbindgen::Builder::new()
        .with_crate(&root)
        .with_config(config)
        .generate()
        .expect("the functions can be declared in C")
        .write(&mut bytes);
    let text = String::from_utf8(bytes).expect("the header is UTF-8");
    c_linkage_for_all(&short_comments(&in_sections(&text, &root)))
}

fn constants() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let [major, minor, patch] = {
        let mut parts = version.split(['.', '-']);
        [(); 3].map(|()| parts.next().expect("a version has three parts"))
    };
    include_str!("constants.h")
        .replace("@VERSION@", version)
        .replace("@MAJOR@", major)
        .replace("@MINOR@", minor)
        .replace("@PATCH@", patch)
}

/// The functions in the order of the sections, each below its heading.
fn in_sections(header: &str, root: &Path) -> String {
    let functions_begin = header
        .find("extern \"C\" {")
        .expect("cbindgen writes C++ too");
    let first = functions_begin + header[functions_begin..].find("/**").expect("functions");
    let last = header.rfind(");\n").expect("functions") + ");\n".len();
    // Each is a comment, a declaration and a blank line.
    let blocks: Vec<&str> = header[first..last].split_inclusive(");\n\n").collect();
    let mut text = header[..first].to_owned();
    let mut written = 0;
    for (file, heading) in SECTIONS {
        let rule = "-".repeat(96 - heading.len());
        writeln!(text, "/* {heading} {rule} */\n").expect("a String takes any text");
        for name in names(&root.join("src").join(file).with_extension("rs")) {
            let call = format!("{name}(");
            let block = blocks.iter().find(|block| block.contains(&call));
            let block = block.unwrap_or_else(|| panic!("{name} is not in the header"));
            writeln!(text, "{}\n", block.trim_end()).expect("a String takes any text");
            written += 1;
        }
    }
    assert_eq!(
        written,
        blocks.len(),
        "a file with functions has no section"
    );
    text + header[last..].trim_start_matches('\n')
}

/// cbindgen has the functions alone in `extern "C"`; the types of callbacks belong there too.
fn c_linkage_for_all(header: &str) -> String {
    let begin = "#ifdef __cplusplus\nextern \"C\" {\n#endif // __cplusplus\n\n";
    let first = "/**\n * What came of a call";
    let text = header.replacen(begin, "", 1);
    assert!(text.len() < header.len() && text.contains(first));
    text.replacen(first, &format!("{begin}{first}"), 1)
}

/// Comments of one line on one line.
fn short_comments(header: &str) -> String {
    let lines: Vec<&str> = header.lines().collect();
    let mut text = String::new();
    let mut index = 0;
    while index < lines.len() {
        let line = lines[index];
        let words = lines
            .get(index + 1)
            .and_then(|line| line.trim_start().strip_prefix("* "));
        let closed = lines.get(index + 2).is_some_and(|line| line.trim() == "*/");
        text += line;
        if let Some(words) = words.filter(|_| closed && line.trim() == "/**") {
            text += " ";
            text += words;
            text += " */";
            index += 2;
        }
        text += "\n";
        index += 1;
    }
    text
}

/// The functions of a file, as they stand in it.
fn names(file: &Path) -> Vec<String> {
    let source = std::fs::read_to_string(file).expect("a file of functions");
    let after = source.split("extern \"C\" fn ").skip(1);
    after
        .filter_map(|rest| rest.split_once('(').map(|(name, _)| name.to_owned()))
        .filter(|name| name.starts_with("cfsign_"))
        .collect()
}
