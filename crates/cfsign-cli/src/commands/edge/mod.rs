//! `cfsign edge`.

mod log;
mod settings;

use cfsign_edge::EdgeBuilder;
use serde_json::json;

use crate::args::EdgeArgs;
use crate::failure::{Class, Failure};
use crate::output::{self, Messages};
use crate::style::{GOOD, NAME};
use crate::trust;
use log::Log;

pub(super) use settings::failure;

pub(super) fn run(args: &EdgeArgs, messages: Messages) -> Result<(), Failure> {
    let group = trust::key_group(&args.trust, &[], messages)?;
    trust::want_keys(&group)?;
    let key_pair_id = group.iter().next().map(|(id, _)| id.to_owned());
    let verifier = trust::verifier(group, &args.strictness).with_cache(args.cache);
    let edge = settings::builder(args, verifier)?;
    let log = Log::new(messages);
    let edge = edge.on_request(move |record| log.write(record));

    // Its signals are what a server in the foreground waits for.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::io("the threads of the edge", &error))?;
    runtime.block_on(serve(edge, args, messages, key_pair_id.as_deref()))
}

async fn serve(
    edge: EdgeBuilder,
    args: &EdgeArgs,
    messages: Messages,
    key_pair_id: Option<&str>,
) -> Result<(), Failure> {
    // Before anybody is told that it runs, so that it can be stopped as soon as that is read.
    let stop = stop_signal()?;
    let running = edge
        .start(&args.listen)
        .await
        .map_err(|error| failure(&error))?;
    let url = running.url();
    if messages.json {
        output::print(&format!("{}\n", json!({ "listening": url })))?;
    } else {
        output::show(&format!("{GOOD}Listening on{GOOD:#} {NAME}{url}{NAME:#}\n"))?;
    }
    messages.note(&format!(
        "Sign for it: cfsign sign '{url}/…' --expires 1h --key-pair-id {}\nCtrl-C stops it.",
        key_pair_id.unwrap_or("ID")
    ));
    stop.await;
    running.stop().await;
    Ok(())
}

/// Ends when somebody wants the edge to stop.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};

    let failed = |error| Failure::new(Class::Other, "io", format!("signals: {error}"));
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends when somebody wants the edge to stop.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    Ok(async {
        // Without Ctrl-C, the edge runs until its process is ended.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
