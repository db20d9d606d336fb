/** The version of this header. cfsign_version is that of the library. */
#define CFSIGN_VERSION "@VERSION@"
#define CFSIGN_VERSION_MAJOR @MAJOR@
#define CFSIGN_VERSION_MINOR @MINOR@
#define CFSIGN_VERSION_PATCH @PATCH@

/** As a length: the text ends with a NUL. */
#define CFSIGN_NTS ((size_t)-1)

/** Hash algorithms. SHA-1 is what CloudFront assumes if nothing is said. */
#define CFSIGN_SHA1 1
#define CFSIGN_SHA256 2

/** For cfsign_signer_with_batch_path. */
#define CFSIGN_BATCH_AUTO 0
#define CFSIGN_BATCH_IFMA 1
#define CFSIGN_BATCH_ONE_BY_ONE 2

/** For cfsign_generate_key_pair. */
#define CFSIGN_ECDSA_P256 1
#define CFSIGN_RSA_2048 2

/** How cfsign_policy_new reads a resource. */
#define CFSIGN_EXACT_URL 1
#define CFSIGN_PATTERN 2
#define CFSIGN_BELOW 3

/** For cfsign_cookie_attributes_set_same_site. */
#define CFSIGN_SAME_SITE_UNSET 0
#define CFSIGN_SAME_SITE_LAX 1
#define CFSIGN_SAME_SITE_NONE 2
#define CFSIGN_SAME_SITE_STRICT 3

/** Options of cfsign_verifier_new: requests pass in the very second of DateLessThan. */
#define CFSIGN_VALID_AT_ITS_END 1
/** Requests pass in the very second of DateGreaterThan. */
#define CFSIGN_VALID_AT_ITS_START 2
/** Requests with Expires beside Policy are refused. */
#define CFSIGN_REFUSE_EXPIRES_BESIDE_POLICY 4
/** EpochTime is taken for AWS:EpochTime. */
#define CFSIGN_EPOCH_TIME_WITHOUT_PREFIX 8
/** The host is taken in small letters, however the client wrote it. */
#define CFSIGN_IGNORE_HOST_CASE 16
