'use strict'

// The PEM that `openssl` and CloudFront's own pages write, of the two keys that CloudFront takes. Node
// would read it too, without doubt, and a process that does not ask Node signs its first URL a
// millisecond earlier: most of OpenSSL is set up when it reads its first key.

/** No key below is longer. */
const LONGEST = 1800

const hex = (number) => number.toString(16).padStart(4, '0')
const P256 = '06082a8648ce3d030107'
const POINT = 'a14403420004'
const RSA = '300d06092a864886f70d0101010500'

/** What stands around the numbers of a DER that is `length` long, each with its place; all versions are the first. */
const FORMS = {
  'RSA PRIVATE KEY': [(length) => rsa(length, 0)],
  'EC PRIVATE KEY': [(length) => length === 121 && [[0, '30770201010420'], [39, `a00a${P256}${POINT}`]]],
  'PRIVATE KEY': [
    (length) => [[0, `3082${hex(length - 4)}020100${RSA}0482${hex(length - 26)}`], ...rsa(length, 26)],
    (length) =>
      length === 138 && [[0, `308187020100301306072a8648ce3d0201${P256}046d306b0201010420`], [68, POINT]],
  ],
}

/** RSA 2048 with the usual exponent, from `start` to the end. */
function rsa(length, start) {
  return [
    [start, `3082${hex(length - start - 4)}0201000282010100`],
    [start + 268, '0203010001'],
  ]
}

function isForm(der, form) {
  const fixed = form(der.length)
  return fixed && fixed.every(([at, wanted]) => der.toString('hex', at, at + wanted.length / 2) === wanted)
}

/** As it is written by the book, line by line, with or without a line break at its end. */
function isWritten(text, label, der) {
  const base64 = der.toString('base64')
  let written = `-----BEGIN ${label}-----\n`
  // Not a regular expression: the first one to run costs more than all of this.
  for (let at = 0; at < base64.length; at += 64) written += `${base64.slice(at, at + 64)}\n`
  written += `-----END ${label}-----`
  return text === written || text === `${written}\n`
}

/**
 * The DER of a private key: RSA 2048 or ECDSA P-256, not encrypted, with a PEM around it that is byte for
 * byte what it is written as. `undefined` for all else, which may be a good key nevertheless. Whether
 * the numbers are a key is not known yet.
 */
function plainPem(privateKey) {
  if (privateKey.length > LONGEST) return undefined
  if (typeof privateKey !== 'string' && !Buffer.isBuffer(privateKey)) return undefined
  const text = privateKey.toString('latin1')
  const label = Object.keys(FORMS).find((name) => text.startsWith(`-----BEGIN ${name}-----\n`))
  if (label === undefined) return undefined

  const der = Buffer.from(text.slice(text.indexOf('\n'), text.indexOf('\n-----END')), 'base64')
  if (FORMS[label].some((form) => isForm(der, form)) && isWritten(text, label, der)) return der
  der.fill(0)
  return undefined
}

module.exports = { plainPem }
