'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const ours = require('cfsign/aws-cloudfront-sign')
const { testVectors } = require('./like_original.js')
const { ODD, Strange } = require('./strange.js')
const {
  argumentsOf,
  assertVerifies,
  fromCloudFront,
  keyPath,
  keyText,
  labelOf,
  outcome,
  peer,
  publicKeyOf,
  splitUrl,
  withClock,
} = require('./support.js')

const theirs = peer('aws-cloudfront-sign')

const NOW = Date.UTC(2026, 0, 1)

function run(module, vector) {
  const { function: name, ...params } = argumentsOf(vector, {
    keypairId: vector.key_pair_id,
    privateKeyString: keyText(vector.key),
    expireTime: vector.date_less_than === undefined ? undefined : vector.date_less_than * 1000,
    ipRange: vector.ip_address,
    function: vector.operation === 'url' ? 'getSignedUrl' : 'getSignedCookies',
  })
  return withClock([NOW], () => module[name](vector.url, params))
}

testVectors('aws_cloudfront_sign', (vector) => run(ours, vector), { signed: 164, refused: 11 })

const PATHS = ['rsa-2048.pkcs1.pem', 'rsa-2048.pkcs8.der', 'p256.public.der', 'missing.pem', '']

const TIMES = [
  NOW,
  NOW + 1,
  NOW + 499,
  NOW + 500,
  NOW + 1000,
  NOW - 1,
  (2 ** 31 - 1) * 1000,
  (2 ** 31 - 2) * 1000 + 499,
  (2 ** 31 - 1) * 1000 - 500,
  '1893456000000',
  'tomorrow',
  { valueOf: () => NOW + 5000 },
]

function drawInput(strange) {
  const { random = false, privateKey } = strange.key()
  const params = { keypairId: strange.keyPairId(), privateKeyString: privateKey }
  if (strange.chance(0.85)) params.expireTime = strange.chance(0.85) ? strange.goodDate() : strange.date()
  if (typeof params.expireTime === 'string' && strange.chance(0.9))
    params.expireTime = new Date(params.expireTime)
  if (strange.chance(0.1)) params.expireTime = strange.pick(TIMES)
  if (strange.chance(0.2)) params.ipRange = strange.address()
  if (strange.chance(0.03))
    params.privateKeyPath = strange.chance(0.8) ? keyPath(strange.pick(PATHS)) : strange.pick(ODD)
  const ofPath = Boolean(params.privateKeyPath)
  return { random: random && !ofPath, url: strange.url(), params }
}

/** Compares all but the signatures, which have to verify. */
function compareRandom(name, params, actual, expected, label) {
  const parts = (value) => {
    if (name === 'getSignedUrl') return splitUrl(value)
    const { 'CloudFront-Signature': signature, ...rest } = value
    return { signature, rest, policy: fromCloudFront(rest['CloudFront-Policy']) }
  }
  const [a, b] = [parts(actual), parts(expected)]
  assert.deepEqual(a.rest, b.rest, label)
  assertVerifies('SHA1', publicKeyOf(params.privateKeyString), a.policy, a.signature, label)
}

for (const [name, seed, wanted] of [
  ['getSignedUrl', 0xcf51, 6000],
  ['getSignedCookies', 0xc00c1e, 2500],
]) {
  test(`${name} does what the original does, ${wanted} times`, () => {
    const strange = new Strange(seed)
    const counts = { ran: 0, signed: 0, refused: 0, random: 0 }
    const messages = new Set()
    while (counts.ran < wanted) {
      const { random, url, params } = drawInput(strange)
      const [expected, actual] = [theirs, ours].map((module) =>
        withClock([NOW], () => outcome(() => module[name](url, params))),
      )
      const label = labelOf(counts.ran, seed, url)
      if (random && expected.value !== undefined) {
        assert.ok(actual.value !== undefined, `${label}: ${actual.message}`)
        compareRandom(name, params, actual.value, expected.value, label)
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
    assert.ok(messages.size > 10, `${messages.size} different messages`)
  })
}

test('a grant that ends while it is signed is refused, as by the original', () => {
  const params = { keypairId: 'K', privateKeyString: keyText('rsa-2048.pkcs8.pem'), expireTime: NOW + 1000 }
  const sign = (module, times) =>
    withClock(times, () => outcome(() => module.getSignedUrl('https://a/b', params)))
  // The original asks the clock once more, for the time it takes if none was given.
  const expected = sign(theirs, [NOW, NOW, NOW + 1000])
  assert.equal(expected.message, 'expireTime must be after the current time')
  assert.deepEqual(sign(ours, [NOW, NOW, NOW + 1000]), expected)
})

test('whatever is passed, the error is the same', () => {
  let ran = 0
  const params = { keypairId: 'K', privateKeyString: keyText('rsa-2048.pkcs8.pem'), expireTime: NOW + 1e9 }
  for (const odd of ODD) {
    for (const name of ['getSignedUrl', 'getSignedCookies', 'getSignedRTMPUrl']) {
      for (const given of [
        [odd, params],
        ['https://a/b', odd],
      ]) {
        const [a, b] = [ours, theirs].map((module) =>
          withClock([NOW], () => outcome(() => module[name](...given))),
        )
        assert.deepEqual(a, b)
        ran += 1
      }
    }
  }
  assert.equal(ran, 6 * ODD.length)
})

test('has the policy class of the original', () => {
  const [a, b] = [ours, theirs].map(({ CannedPolicy: { default: CannedPolicy } }) => {
    const policies = [
      ['https://a/b', NOW + 1e9],
      ['https://a/b', NOW + 1e9, '1.2.3.4'],
      ['', NOW],
      ['u', 0],
      ['u', NaN],
    ]
    return policies.map((given) => {
      const policy = new CannedPolicy(...given)
      return [Object.entries(policy), withClock([NOW], () => outcome(() => policy.toJSON()))]
    })
  })
  assert.deepEqual(a, b)
  assert.equal(a.length, 5)
})

test('has the exports of the original, for require and for import', async () => {
  assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort())
  const module = await import('cfsign/aws-cloudfront-sign')
  assert.equal(module.default, ours)
  for (const name of Object.keys(ours)) assert.equal(module[name], ours[name])
})
