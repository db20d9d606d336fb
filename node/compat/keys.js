'use strict'

// The three drop-ins get the private key with every call, as PEM. Reading it takes longer than an
// ECDSA signature, so keys are read once and kept here.

const { createHash, createPrivateKey, createSign, KeyObject, hash: hashOnce } = require('node:crypto')
const { PrivateKey } = require('../native.js')
const { plainPem } = require('./plain_pem.js')

const LIMIT = 32

/** Keys by digest, the least recently used first. Neither PEM nor passphrase is kept. */
const keys = new Map()
let last // of them, where the one used last is already
const keysOfObjects = new WeakMap()

// `crypto.hash` came with Node 20.12 and is faster.
const digestOf = hashOnce
  ? (data) => hashOnce('sha256', data, 'base64')
  : (data) => createHash('sha256').update(data).digest('base64')

/** The digest of the key comes first, so that nobody can try passphrases without the key. */
function digestOfBoth(privateKey, passphrase) {
  const digest = digestOf(privateKey)
  return passphrase === undefined ? digest : digestOf(`${digest} ${passphrase}`)
}

/**
 * Keys that CloudFront does not take, other curves for instance, are signed with by Node, which is
 * what the originals do. So everything here is either a function that signs with a key of the core, or
 * a `KeyObject`.
 */
function parsed(keyObject) {
  return signerOf(keyObject.export({ format: 'der', type: 'pkcs8' })) ?? keyObject
}

/** The function that signs, or `undefined` where the core does not take the key. */
function signerOf(der) {
  try {
    return PrivateKey.of(der).textSigner()
  } catch {
    return undefined
  } finally {
    der.fill(0)
  }
}

function plainSignerOf(privateKey) {
  const der = plainPem(privateKey)
  return der && signerOf(der)
}

function keyOfObject(keyObject) {
  if (keyObject.type !== 'private') return undefined
  let key = keysOfObjects.get(keyObject)
  if (key === undefined) {
    key = parsed(keyObject)
    keysOfObjects.set(keyObject, key)
  }
  return key
}

/**
 * The parsed key, or `undefined` where Node shall judge the arguments on its own.
 *
 * Node reads each new key first, unless there is no doubt that it takes it: our own reader takes more
 * forms, and the drop-ins refuse what the originals refuse.
 */
function keyOf(privateKey, passphrase) {
  if (passphrase !== undefined && typeof passphrase !== 'string') return undefined
  if (privateKey instanceof KeyObject) return keyOfObject(privateKey)
  // Not `instanceof`: test runners with realms of their own have other classes of the same name.
  if (typeof privateKey !== 'string' && !ArrayBuffer.isView(privateKey)) return undefined

  const digest = digestOfBoth(privateKey, passphrase)
  let key = keys.get(digest)
  if (digest === last) return key
  if (key === undefined) {
    try {
      if (passphrase === undefined) key = plainSignerOf(privateKey)
      key ??= parsed(createPrivateKey({ key: privateKey, passphrase }))
    } catch {
      return undefined
    }
    if (keys.size >= LIMIT) keys.delete(keys.keys().next().value)
  } else {
    keys.delete(digest)
  }
  keys.set(digest, key)
  last = digest
  return key
}

const REPLACEMENTS = { '+': '-', '=': '_', '/': '~' }

/** Standard Base64 in CloudFront's alphabet. */
function toCloudFront(base64) {
  return base64.replace(/[+=/]/g, (character) => REPLACEMENTS[character])
}

/** CloudFront's Base64 of a policy. */
function encodePolicy(policy) {
  return toCloudFront(Buffer.from(policy).toString('base64'))
}

/**
 * The signature over a policy in CloudFront's Base64.
 *
 * `keyArgument` is what the original hands to `crypto.Sign`. Arguments that are not understood here
 * go to Node as they are, in the order of the original, and Node's error is the original's.
 */
function signPolicy(policy, hashAlgorithm, privateKey, passphrase, keyArgument) {
  let key = typeof policy === 'string' ? keyOf(privateKey, passphrase) : undefined
  if (typeof key === 'function') return key(policy, hashAlgorithm === 'SHA256')
  const sign = createSign(`RSA-${hashAlgorithm}`)
  sign.update(policy)
  key ??= keyArgument
  return toCloudFront(sign.sign(key, 'base64'))
}

/** For tests: what is kept. */
const kept = () => [...keys.entries()]

module.exports = { LIMIT, encodePolicy, kept, signPolicy }
