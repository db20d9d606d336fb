//! Gives the shared library the name that programs look for: the ABI, not the file.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let major = std::env::var("CARGO_PKG_VERSION_MAJOR").expect("cargo says it");
    let system = std::env::var("CARGO_CFG_TARGET_OS").expect("cargo says it");
    let name = match system.as_str() {
        "macos" => format!("-install_name,@rpath/libcfsign.{major}.dylib"),
        "windows" => return,
        _ => format!("-soname,libcfsign.so.{major}"),
    };
    println!("cargo:rustc-cdylib-link-arg=-Wl,{name}");
    if system == "linux" {
        // AWS-LC leaves a function with each thread that signs, which is called when the thread ends: the
        // library must still be there, whatever dlclose is told.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
