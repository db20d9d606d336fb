'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const nodeUrl = require('node:url')
const ours = require('cfsign/aws-sdk-v2')
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
  splitUrl,
} = require('./support.js')

const theirs = peer('aws-sdk')

function run({ CloudFront }, vector) {
  const { keyPairId, privateKey, callback, ...options } = argumentsOf(vector, {
    keyPairId: vector.key_pair_id,
    privateKey: keyText(vector.key),
    url: vector.url,
    expires: vector.raw_policy === undefined ? vector.date_less_than : undefined,
    policy: vector.raw_policy,
  })
  const signer = new CloudFront.Signer(keyPairId, privateKey)
  const method = vector.operation === 'url' ? 'getSignedUrl' : 'getSignedCookie'
  if (!callback) return signer[method](options)
  let called
  assert.equal(
    signer[method](options, (...given) => (called = given)),
    undefined,
  )
  const [error, result] = called
  if (error) throw error
  return result
}

testVectors('aws_sdk_js_v2', (vector) => run(ours, vector), { signed: 258, refused: 13 })

function drawInput(strange) {
  const { random = false, privateKey } = strange.key()
  const options = {}
  if (strange.chance(0.97)) options.url = strange.url()
  if (strange.chance(0.75)) options.expires = strange.chance(0.8) ? 1893456000 : strange.date()
  else options.policy = strange.policy(options.url, options.expires)
  if (strange.chance(0.03)) options.policy = strange.pick(ODD)
  return { random, keyPairId: strange.keyPairId(), privateKey, options }
}

/** What a caller sees: the value returned, the callback's arguments, or what was thrown. */
function observe({ CloudFront }, method, { keyPairId, privateKey, options }, callback) {
  const called = []
  const result = outcome(() => {
    const signer = new CloudFront.Signer(keyPairId, privateKey)
    if (callback === undefined) return signer[method](options)
    return signer[method](
      options,
      typeof callback === 'function' ? (...given) => called.push(...given) : callback,
    )
  })
  const seen = called.map((given) =>
    given instanceof Error
      ? outcome(() => {
          throw given
        })
      : given,
  )
  return { result, seen, value: seen[1] ?? result.value }
}

/** The text of the canned policy; `getSignedUrl` takes the stream name of an RTMP URL. */
function cannedText(method, { url, expires }) {
  if (method !== 'getSignedUrl' || !url.startsWith('rtmp')) return cannedPolicy(url, expires)
  const { path, hash } = nodeUrl.parse(url)
  return cannedPolicy(path.replace(/^\//, '') + (hash ?? ''), expires)
}

function taken(method, value) {
  if (method === 'getSignedUrl') return splitUrl(value)
  const { 'CloudFront-Signature': signature, ...rest } = value
  const policy = rest['CloudFront-Policy']
  return { signature, rest, policy: policy && fromCloudFront(policy) }
}

/** Compares all but the signatures, which have to verify. */
function compareRandom(method, { privateKey, options }, actual, expected, label) {
  const [a, b] = [actual, expected].map((value) => taken(method, value))
  assert.deepEqual(a.rest, b.rest, label)
  const text = 'policy' in options ? a.policy : cannedText(method, options)
  assertVerifies('SHA1', publicKeyOf(privateKey), text, a.signature, label)
}

for (const [method, seed, wanted] of [
  ['getSignedUrl', 0xf1a5, 6000],
  ['getSignedCookie', 0xc00c1e, 2500],
]) {
  test(`${method} does what the original does, ${wanted} times`, () => {
    const strange = new Strange(seed)
    const counts = { ran: 0, signed: 0, refused: 0, random: 0, calledBack: 0 }
    const messages = new Set()
    while (counts.ran < wanted) {
      const input = drawInput(strange)
      const callback = strange.chance(0.7) ? undefined : strange.pick([() => {}, () => {}, () => {}, null, 5])
      const expected = observe(theirs, method, input, callback)
      const actual = observe(ours, method, input, callback)
      const label = labelOf(counts.ran, seed, input.options.url)
      if (input.random && expected.value !== undefined) {
        assert.ok(actual.value !== undefined, `${label}: ${actual.result.message}`)
        assert.equal(actual.seen.length, expected.seen.length, label)
        compareRandom(method, input, actual.value, expected.value, label)
        counts.random += 1
      } else {
        assert.deepEqual(actual, expected, label)
      }
      if (actual.value && typeof actual.value === 'object') {
        assert.deepEqual(Object.keys(actual.value), Object.keys(expected.value), label)
      }
      counts[expected.value === undefined ? 'refused' : 'signed'] += 1
      if (expected.seen.length > 0) counts.calledBack += 1
      const message = expected.result.message ?? expected.seen[0]?.message
      if (message) messages.add(message)
      counts.ran += 1
    }
    assert.equal(counts.ran, wanted)
    assert.ok(counts.signed > wanted / 2, `${counts.signed} signed`)
    assert.ok(counts.refused > wanted / 50, `${counts.refused} refused`)
    assert.ok(counts.random > wanted / 100, `${counts.random} with random signatures`)
    assert.ok(counts.calledBack > wanted / 10, `${counts.calledBack} called back`)
    assert.ok(messages.size > 10, `${messages.size} different messages`)
  })
}

test('whatever is passed, the error is the same', () => {
  let ran = 0
  const signerOf = ({ CloudFront }) => new CloudFront.Signer('K', keyText('rsa-2048.pkcs8.pem'))
  for (const odd of ODD) {
    for (const method of ['getSignedUrl', 'getSignedCookie']) {
      const [a, b] = [ours, theirs].map((aws) => outcome(() => signerOf(aws)[method](odd)))
      assert.deepEqual(a, b)
      const [c, d] = [ours, theirs].map((aws) =>
        outcome(() => new aws.CloudFront.Signer('K', odd)[method]({ url: 'https://a/', expires: 1 })),
      )
      assert.deepEqual(c, d)
      ran += 2
    }
  }
  assert.equal(ran, 4 * ODD.length)
})

test('what a callback throws reaches the caller', () => {
  const boom = () => {
    throw new RangeError('boom')
  }
  for (const aws of [ours, theirs]) {
    const signer = new aws.CloudFront.Signer('K', keyText('rsa-2048.pkcs8.pem'))
    for (const url of ['https://a/', 'ftp://a/']) {
      assert.throws(() => signer.getSignedUrl({ url, expires: 1 }, boom), new RangeError('boom'))
    }
  }
})

test('can be called without new and extended, like the original', () => {
  for (const { CloudFront } of [ours, theirs]) {
    const object = {}
    CloudFront.Signer.call(object, 'K', 'key')
    assert.deepEqual(object, { keyPairId: 'K', privateKey: 'key' })
    class Mine extends CloudFront.Signer {}
    const signer = new Mine('K', keyText('rsa-2048.pkcs8.pem'))
    assert.match(signer.getSignedUrl({ url: 'https://a/b', expires: 1 }), /^https:\/\/a\/b\?Expires=1&/)
  }
})

test('is an object like AWS, for require and for import', async () => {
  assert.deepEqual(Object.keys(ours), ['CloudFront'])
  const module = await import('cfsign/aws-sdk-v2')
  assert.equal(module.default, ours)
  assert.equal(module.CloudFront, ours.CloudFront)
  assert.throws(() => new ours.CloudFront(), /has CloudFront\.Signer and no client/)
})
