'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const ours = require('cfsign/aws-sdk')
const { testVectors } = require('./like_original.js')
const { ODD, Strange } = require('./strange.js')
const {
  argumentsOf,
  assertVerifies,
  cannedPolicy,
  fromCloudFront,
  keyText,
  labelOf,
  outcome,
  peer,
  publicKeyOf,
} = require('./support.js')

const theirs = peer('@aws-sdk/cloudfront-signer')

const inSeconds = (seconds) => (seconds === undefined ? undefined : new Date(seconds * 1000))

function run(module, vector) {
  const input = argumentsOf(vector, {
    url: vector.url,
    keyPairId: vector.key_pair_id,
    privateKey: keyText(vector.key),
    algorithm: vector.hash_algorithm === 'SHA1' ? undefined : vector.hash_algorithm,
    policy: vector.raw_policy,
    dateLessThan: inSeconds(vector.date_less_than),
    dateGreaterThan: inSeconds(vector.date_greater_than),
    ipAddress: vector.ip_address,
  })
  return module[vector.operation === 'url' ? 'getSignedUrl' : 'getSignedCookies'](input)
}

testVectors('aws_sdk_js_v3', (vector) => run(ours, vector), { signed: 323, refused: 30 })

function drawInput(strange) {
  const { random = false, ...key } = strange.key()
  const input = { keyPairId: strange.keyPairId(), ...key }
  if (strange.chance(0.97)) input.url = strange.url()
  if (strange.chance(0.95)) input.dateLessThan = strange.date()
  if (strange.chance(0.2)) input.dateGreaterThan = strange.date()
  if (strange.chance(0.2)) input.ipAddress = strange.address()
  if (strange.chance(0.15)) input.policy = strange.policy(input.url, input.dateLessThan)
  if ('policy' in input && strange.chance(0.6)) delete input.url
  if (strange.chance(0.3))
    input.algorithm = strange.pick(['SHA1', 'SHA256', 'SHA256', 'sha256', 'MD5', '', null, 0, {}])
  return { random, input }
}

const SIGNED_URL =
  /^(.*)[?&](Expires|Policy)=([^&]*)&(?:Key-Pair-Id=[^&]*&)?Signature=([^&]*)(?:&Hash-Algorithm=SHA256)?$/s

/** The resource that a cookie with a canned policy is for; the original cuts off this much. */
function resourceOf(url) {
  if (!url.startsWith('rtmp:')) return url
  return url.slice(`rtmp://${new URL(url).hostname}`.length).replace(/(?::\d+)?\//, '')
}

/** The signature, what was signed, and the rest, which is always the same. */
function taken(name, input, value) {
  if (name === 'getSignedUrl') {
    const [, resource, kind, given, signature] = SIGNED_URL.exec(value)
    const text = kind === 'Policy' ? fromCloudFront(given) : cannedPolicy(resource, Number(given))
    return {
      signature: decodeURIComponent(signature),
      text,
      rest: value.replace(`Signature=${signature}`, ''),
    }
  }
  const { 'CloudFront-Signature': signature, ...rest } = value
  const policy = rest['CloudFront-Policy']
  const text = policy
    ? fromCloudFront(policy)
    : cannedPolicy(resourceOf(input.url), rest['CloudFront-Expires'])
  return { signature, text, rest }
}

/** Compares all but the signatures, which have to verify. */
function compareRandom(name, input, actual, expected, label) {
  const [a, b] = [actual, expected].map((value) => taken(name, input, value))
  assert.deepEqual(a.rest, b.rest, label)
  const hash = input.algorithm === 'SHA256' ? 'SHA256' : 'SHA1'
  assertVerifies(hash, publicKeyOf(input.privateKey, input.passphrase), a.text, a.signature, label)
}

for (const [name, seed, wanted] of [
  ['getSignedUrl', 0x5eed, 9000],
  ['getSignedCookies', 0xc00c1e, 3000],
]) {
  test(`${name} does what the original does, ${wanted} times`, () => {
    const strange = new Strange(seed)
    const counts = { ran: 0, signed: 0, refused: 0, random: 0 }
    const messages = new Set()
    while (counts.ran < wanted) {
      const { random, input } = drawInput(strange)
      const expected = outcome(() => theirs[name](input))
      const actual = outcome(() => ours[name](input))
      const label = labelOf(counts.ran, seed, input.url)
      if (random && expected.value !== undefined) {
        assert.ok(actual.value !== undefined, `${label}: ${actual.message}`)
        compareRandom(name, input, actual.value, expected.value, label)
        counts.random += 1
      } else {
        assert.deepEqual(actual, expected, label)
      }
      if (actual.value && typeof actual.value === 'object') {
        assert.deepEqual(Object.keys(actual.value), Object.keys(expected.value), label)
      }
      counts[expected.value === undefined ? 'refused' : 'signed'] += 1
      if (expected.message) messages.add(expected.message)
      counts.ran += 1
    }
    assert.equal(counts.ran, wanted)
    assert.ok(counts.signed > wanted / 2, `${counts.signed} signed`)
    assert.ok(counts.refused > wanted / 20, `${counts.refused} refused`)
    assert.ok(counts.random > wanted / 100, `${counts.random} with random signatures`)
    assert.ok(messages.size > 20, `${messages.size} different messages`)
  })
}

test('whatever is passed as the only argument, the error is the same', () => {
  let ran = 0
  for (const name of ['getSignedUrl', 'getSignedCookies']) {
    for (const odd of ODD) {
      assert.deepEqual(
        outcome(() => ours[name](odd)),
        outcome(() => theirs[name](odd)),
      )
      ran += 1
    }
  }
  assert.equal(ran, 2 * ODD.length)
})

test('has the exports of the original, for require and for import', async () => {
  assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort())
  const module = await import('cfsign/aws-sdk')
  assert.equal(module.default, ours)
  assert.equal(module.getSignedUrl, ours.getSignedUrl)
  assert.equal(module.getSignedCookies, ours.getSignedCookies)
})
