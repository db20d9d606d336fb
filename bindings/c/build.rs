//! Gives the shared library the name that programs look for: the ABI, not the file.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let major = std::env::var("CARGO_PKG_VERSION_MAJOR").expect("cargo says it");
    let system = std::env::var("CARGO_CFG_TARGET_OS").expect("cargo says it");
    match system.as_str() {
        "macos" => {
            println!("cargo:rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libcfsign.{major}.dylib")
        }
        "windows" => {}
        _ => println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libcfsign.so.{major}"),
    }
}
