//! From flags to a signer, with a warning about what CloudFront will not take.

use cfsign::{Signer, cloudfront_objection};

use crate::args::SignerArgs;
use crate::failure::Failure;
use crate::key_source;
use crate::output::Messages;

pub(super) fn signer(args: &SignerArgs, messages: Messages) -> Result<Signer, Failure> {
    let key = key_source::private_key(args.private_key.as_deref())?;
    let signer = key_source::with_passphrase(args.passphrase_file.as_deref(), |passphrase| {
        let mut builder = Signer::builder(&args.key_pair_id)
            .private_key(&*key)
            .hash_algorithm(args.hash_algorithm.into())
            .dialect(args.dialect.into());
        if let Some(passphrase) = passphrase {
            builder = builder.passphrase(passphrase);
        }
        builder.build()
    })?;
    if let Some(doubt) = signer.key_pair_id().doubt() {
        messages.warning(&format!("--key-pair-id: {doubt}"));
    }
    if let Some(objection) = cloudfront_objection(signer.key_kind()) {
        messages.warning(&format!("the key is {}: {objection}", signer.key_kind()));
    }
    Ok(signer)
}
