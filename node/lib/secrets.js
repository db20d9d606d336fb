'use strict'
// Private keys and passphrases on their way to the addon. What is copied here is wiped; what the caller has
// is the caller's.

const { types } = require('node:util')
const { bytes, wrongType } = require('./arguments.js')

/** Calls `work` with a list for the copies that it makes, and wipes them. */
function withCopies(work) {
  const copies = []
  try {
    return work(copies)
  } finally {
    for (const copy of copies) copy.fill(0)
  }
}

/** A passphrase or a key as bytes. `Buffer.from` would leave a text in the pool that other Buffers share. */
function secret(name, value, copies) {
  if (typeof value !== 'string') return bytes(name, value)
  const copy = Buffer.allocUnsafeSlow(Buffer.byteLength(value))
  copies.push(copy)
  copy.write(value)
  return copy
}

/** A key as text, bytes or a KeyObject of node:crypto. Where a public key is wanted it may be a private one. */
function key(name, value, copies) {
  // Asked last: Node loads its cryptography for the answer, which takes a millisecond.
  if (typeof value === 'string' || types.isUint8Array(value)) return secret(name, value, copies)
  if (!types.isKeyObject(value)) {
    throw wrongType(name, 'of type string or an instance of Buffer or KeyObject', value)
  }
  if (value.type === 'secret') throw wrongType(name, 'a private or a public key', value)
  const copy = value.export({ type: value.type === 'private' ? 'pkcs8' : 'spki', format: 'der' })
  copies.push(copy)
  return copy
}

module.exports = { key, secret, withCopies }
