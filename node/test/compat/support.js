'use strict'

// What the tests of the drop-ins share: the originals, the vectors, keys, and how results compare.

const assert = require('node:assert/strict')
const { createPrivateKey, createPublicKey, createVerify } = require('node:crypto')
const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const path = require('node:path')
const { inspect } = require('node:util')

// Set where the tests run beside an installed package and not in the project.
const ROOT = process.env.CFSIGN_ROOT ?? path.resolve(__dirname, '../../..')
const PEERS = path.resolve(ROOT, process.env.CFSIGN_PEERS ?? 'target/peers/node')
// The package as installed, for the tests that look into it.
const PACKAGE = path.dirname(require.resolve('cfsign/package.json'))
const PASSPHRASE = 'correct horse'

/** An original, which `tests/peers/setup.sh` installs. */
function peer(name) {
  const requirePeer = createRequire(path.join(PEERS, 'package.json'))
  const silent = process.emitWarning
  // aws-sdk 2 says that its maintenance has ended.
  process.emitWarning = () => {}
  try {
    return requirePeer(name)
  } finally {
    process.emitWarning = silent
  }
}

const keyPath = (name) => path.join(ROOT, 'tests/keys', name)
const keyFile = (name) => readFileSync(keyPath(name))
const keyText = (name) => keyFile(name).toString()

/** The cases of a file, and of `peer_errors.json` those of the same peer. */
function vectors(name) {
  const read = (file) => JSON.parse(readFileSync(path.join(ROOT, 'tests/vectors', file))).cases
  const refused = read('peer_errors.json').filter((vector) => vector.peer === name)
  return { signed: read(`${name}.json`), refused }
}

/** Arguments of a vector, with the values that JSON cannot hold. */
function decoded(value) {
  if (value === null || typeof value !== 'object') return value
  if ('undefined' in value) return undefined
  if ('date' in value) return new Date(value.date)
  if ('key_path' in value) return keyPath(value.key_path)
  throw new Error(`cannot decode ${Object.keys(value)}`)
}

function argumentsOf(vector, argumentsByField) {
  const all = { ...argumentsByField }
  for (const [name, value] of Object.entries(vector.peer_arguments ?? {})) all[name] = decoded(value)
  for (const name of Object.keys(all)) if (all[name] === undefined) delete all[name]
  return all
}

/** What a call returned or threw, so that two of them can be compared. */
function outcome(call) {
  try {
    return { value: call() }
  } catch (error) {
    if (!(error instanceof Error)) return { thrown: error }
    return { error: error.constructor.name, name: error.name, message: error.message, code: error.code }
  }
}

const fromCloudFront = (text) =>
  Buffer.from(
    text.replace(/[-_~]/g, (c) => ({ '-': '+', _: '=', '~': '/' })[c]),
    'base64',
  )

/** The public key of whatever the originals take as a private key. */
function publicKeyOf(privateKey, passphrase) {
  return createPublicKey(createPrivateKey({ key: privateKey, passphrase }))
}

function assertVerifies(hash, publicKey, text, signature, label) {
  const verify = createVerify(`RSA-${hash}`).update(text)
  assert.ok(verify.verify(publicKey, fromCloudFront(signature)), `${label}: the signature verifies`)
}

/** A signed URL in parts; its signature is not compared where signatures are random. */
function splitUrl(url) {
  const parameter = (name) => new RegExp(`[?&]${name}=([^&#]*)`).exec(url)?.[1]
  const [signature, policy] = [parameter('Signature'), parameter('Policy')]
  return {
    signature: decodeURIComponent(signature),
    policy: policy && fromCloudFront(decodeURIComponent(policy)),
    rest: url.replace(signature, 'SIGNATURE'),
  }
}

/** The text of a canned policy, as all packages write it. */
function cannedPolicy(resource, expires) {
  return JSON.stringify({
    Statement: [{ Resource: resource, Condition: { DateLessThan: { 'AWS:EpochTime': expires } } }],
  })
}

/** Names a generated case, so that it can be found again. */
const labelOf = (number, seed, url) => `case ${number} of seed ${seed}, url ${inspect(url)}`

/** Runs `test` with a clock that gives one time after the other, the last one over and over. */
function withClock(times, test) {
  const RealDate = globalThis.Date
  const rest = [...times]
  const now = () => (rest.length > 1 ? rest.shift() : rest[0])
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length > 0 ? given : [now()]))
    }

    static now() {
      return now()
    }
  }
  try {
    return test()
  } finally {
    globalThis.Date = RealDate
  }
}

module.exports = {
  PACKAGE,
  PASSPHRASE,
  PEERS,
  ROOT,
  argumentsOf,
  assertVerifies,
  cannedPolicy,
  fromCloudFront,
  keyFile,
  keyPath,
  keyText,
  labelOf,
  outcome,
  peer,
  publicKeyOf,
  splitUrl,
  vectors,
  withClock,
}
