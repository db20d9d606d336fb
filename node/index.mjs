// The package for `import`: the same objects as for `require`.

import cfsign from './index.js'

export const {
  AccessDeniedError,
  CfsignError,
  Grant,
  InternalError,
  InvalidInputError,
  InvalidKeyError,
  Policy,
  PrivateKey,
  PublicKey,
  SignedCookies,
  Signer,
  TrustedKeyGroup,
  UrlBuilder,
  Verifier,
  base64Decode,
  base64Encode,
  buildUrl,
  classifyResponse,
  clearCookieLines,
  expiresIn,
  explain,
  generateKeyPair,
  judgeSetCookie,
  sharedCookieDomain,
  version,
} = cfsign

export default cfsign
