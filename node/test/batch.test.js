'use strict'
// Batches and streams: what they give, what they tell, and how they end.

const assert = require('node:assert/strict')
const { test } = require('node:test')
const cfsign = require('cfsign')
const { key } = require('./vectors.js')

const EXPIRES = 1_767_290_400
const URL = 'https://d111111abcdef8.cloudfront.net/a.jpg'
const signer = cfsign.Signer.fromPem(key('rsa-2048.pkcs1.pem'), { keyPairId: 'K2JCJMDEHXQW5F' })
const terms = { expires: EXPIRES }
const urls = Array.from({ length: 500 }, (_, page) => `https://d111111abcdef8.cloudfront.net/${page}.jpg`)

test('a batch is what one by one gives', async () => {
  const wanted = urls.map((url) => signer.signUrl(url, { expires: EXPIRES }))
  for (const threads of [undefined, 1, 2]) {
    assert.deepEqual(await signer.signUrls(urls, { expires: EXPIRES, threads }), wanted)
  }
  const streamed = []
  for await (const url of signer.signUrlStream(urls, { expires: EXPIRES })) streamed.push(url)
  assert.deepEqual(streamed, wanted)
  assert.deepEqual(await signer.signUrls([], { expires: EXPIRES }), [])
  const policy = new cfsign.Policy('https://d111111abcdef8.cloudfront.net/*', { dateLessThan: EXPIRES })
  const grant = signer.grant(policy)
  assert.deepEqual(
    await signer.signUrls(urls, { policy }),
    urls.map((url) => grant.signUrl(url)),
  )
})

test('a batch says which URL it refuses', async () => {
  const some = [urls[0], 'ftp://d111111abcdef8.cloudfront.net/', urls[1]]
  await assert.rejects(signer.signUrls(some, { expires: EXPIRES }), { kind: 'url-scheme', index: 1 })
  const [first, error, third] = await signer.trySignUrls(some, { expires: EXPIRES })
  assert.equal(first, signer.signUrl(urls[0], { expires: EXPIRES }))
  assert.equal(third, signer.signUrl(urls[1], { expires: EXPIRES }))
  assert(error instanceof cfsign.InvalidInputError)
  await assert.rejects(signer.signUrls('https://', { expires: EXPIRES }), { code: 'ERR_INVALID_ARG_TYPE' })
  await assert.rejects(signer.signUrls([5], { expires: EXPIRES }), { code: 'ERR_INVALID_ARG_TYPE' })
  for (const some of [[], [URL], [URL, URL], urls]) {
    // An error about the batch, not about a URL of it.
    const rejection = (error) => error.code === 'ERR_CFSIGN_INVALID_TIME' && !('index' in error)
    await assert.rejects(signer.signUrls(some, { expires: 5 }), rejection)
    await assert.rejects(signer.trySignUrls(some, { expires: 5 }), rejection)
  }
})

const below = (user) => `https://d111111abcdef8.cloudfront.net/users/${user}/*`
const policies = Array.from({ length: 50 }, (_, user) => new cfsign.Policy(below(user), { dateLessThan: EXPIRES }))
const anyScheme = new cfsign.Policy('*://d111111abcdef8.cloudfront.net/a.jpg', { dateLessThan: EXPIRES })

test('each URL has a time or a policy of its own', async () => {
  const each = urls.slice(0, 50).map((url, at) => ({ url, expires: EXPIRES + at }))
  each[7] = { url: 'https://d111111abcdef8.cloudfront.net/users/7/a', policy: policies[7] }
  const wanted = each.map(({ url, ...terms }) => signer.signUrl(url, terms))
  for (const threads of [undefined, 1, 2]) assert.deepEqual(await signer.signUrlsEach(each, { threads }), wanted)
  assert.deepEqual(await signer.signUrlsEach([]), [])

  each[9] = { url: urls[9], policy: policies[7] }
  each[11] = { url: `${URL}\ud800`, expires: EXPIRES }
  await assert.rejects(signer.signUrlsEach(each), { kind: 'policy-does-not-cover-url', index: 9 })
  const signed = await signer.trySignUrlsEach(each)
  const refused = [9, 11].map((at) => [signed[at].kind, signed[at].index])
  assert.deepEqual(refused, [['policy-does-not-cover-url', 9], ['url-character', 11]])
  assert.equal(signed[10], wanted[10])

  const code = 'ERR_INVALID_ARG_TYPE'
  const sparse = [each[0]]
  sparse[2] = each[1]
  const both = { ...each[0], policy: policies[0] }
  for (const wrong of [URL, [URL], [null], sparse, [{ url: URL }], [both], [{ url: 5, expires: EXPIRES }]]) {
    await assert.rejects(signer.signUrlsEach(wrong), { name: 'TypeError', code })
  }
  await assert.rejects(signer.signUrlsEach([{ url: URL }]), /signUrlsEach needs either "expires" or "policy" in urls\[0\]/)
  await assert.rejects(signer.signUrlsEach([{ url: 5, expires: EXPIRES }]), /urls\[0\]\.url/)
  await assert.rejects(signer.signUrlsEach(each, { ...terms }), { code: 'ERR_INVALID_ARG_VALUE' })
})

test('a URL of many whose time is refused ends no batch', async () => {
  const good = { url: URL, expires: EXPIRES }
  const wanted = signer.signUrl(URL, terms)
  for (const expires of [5, EXPIRES * 1000, -1, 1.5, NaN, new Date(NaN), '2036-01-01', '2036-02-30T00:00:00Z']) {
    const each = [good, good, { url: URL, expires }, { url: 'ftp://a/', expires: EXPIRES }, good, { url: URL, expires }]
    const told = []
    const signed = await signer.trySignUrlsEach(each, { threads: 2, onProgress: (done) => told.push(done) })
    assert.equal(told.at(-1), each.length)
    assert.deepEqual([signed[0], signed[1], signed[4]], [wanted, wanted, wanted])
    const refused = [2, 3, 5].map((at) => [signed[at].kind, signed[at].index, signed[at].name])
    const [kind, name] = [expires === EXPIRES * 1000 ? 'time-in-milliseconds' : 'invalid-time', 'InvalidInputError']
    assert.deepEqual(refused, [[kind, 2, name], ['url-scheme', 3, name], [kind, 5, name]])
    await assert.rejects(signer.signUrlsEach(each), { kind, index: 2 })
  }
  // Half of a surrogate pair and a time, both wrong: one error.
  const [both] = await signer.trySignUrlsEach([{ url: `${URL}\ud800`, expires: 5 }])
  assert.deepEqual([both.kind, both.index], ['url-character', 0])
  const [fraction] = await signer.trySignUrlsEach([{ url: URL, expires: 1.5 }])
  assert.match(fraction.message, /a fraction for urls\[0\]\.expires/)

  for (const [wrong, message] of [
    [{ url: URL, expires: true }, /"urls\[2\]\.expires" argument must be a Date/],
    [{ url: URL, policy: 5 }, /"urls\[2\]\.policy" argument must be an instance of Policy/],
    [{ url: 5, expires: EXPIRES }, /"urls\[2\]\.url" argument must be of type string/],
    [5, /"urls\[2\]" argument must be an object/],
  ]) {
    const rejection = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message }
    await assert.rejects(signer.trySignUrlsEach([good, { url: URL, expires: 5 }, wrong]), rejection)
  }
  await assert.rejects(signer.trySignUrls([URL], { expires: true }), /The "expires" argument/)
})

test('many URLs under a policy text of the caller', async () => {
  const text = policies[7].toText().replace(':', ': ')
  const some = urls.slice(0, 50)
  const told = []
  const signed = await signer.signUrlsWithRawPolicy(some, text, { threads: 2, onProgress: (done) => told.push(done) })
  assert.deepEqual(signed, some.map((url) => signer.signUrlWithRawPolicy(url, text)))
  assert.equal(told.at(-1), 50)
  assert.deepEqual(await signer.signUrlsWithRawPolicy([], text), [])
  for (const [wrong, kind] of [['ftp://a.example.com/', 'url-scheme'], [`${URL}\ud800`, 'url-character']]) {
    await assert.rejects(signer.signUrlsWithRawPolicy([URL, wrong], text), { kind, index: 1 })
  }
  const empty = (error) => error instanceof cfsign.InvalidInputError && !('index' in error)
  await assert.rejects(signer.signUrlsWithRawPolicy(some, ''), empty)
  for (const wrong of [undefined, policies[7], 5]) {
    await assert.rejects(signer.signUrlsWithRawPolicy(some, wrong), { name: 'TypeError', message: /"policy"/ })
  }
  await assert.rejects(signer.signUrlsWithRawPolicy([5], text), /urls\[0\]/)
  await assert.rejects(signer.signUrlsWithRawPolicy(some, text, terms), { code: 'ERR_INVALID_ARG_VALUE' })
})

test('many policies for cookies and for grants', async () => {
  const cookies = await signer.signCookiesEach(policies, { threads: 2 })
  const header = (one) => one.cookieHeader()
  assert.deepEqual(cookies.map(header), policies.map((one) => header(signer.signCookies(one))))
  assert(cookies[0] instanceof cfsign.SignedCookies)
  const told = []
  const grants = await signer.grants(policies, { onProgress: (done) => told.push(done) })
  assert.deepEqual(grants.map((one) => one.query), policies.map((one) => signer.grant(one).query))
  assert.equal(grants[3].signUrl(below(3)), signer.grant(policies[3]).signUrl(below(3)))
  assert.equal(told.at(-1), 50)

  await assert.rejects(signer.signCookiesEach([policies[0], anyScheme]), { kind: 'cookie-resource', index: 1 })
  const [first, refused, third] = await signer.trySignCookiesEach([policies[0], anyScheme, policies[2]])
  assert.deepEqual([first, third].map(header), [cookies[0], cookies[2]].map(header))
  assert.deepEqual([refused.kind, refused.index, refused.name], ['cookie-resource', 1, 'InvalidInputError'])
  const twoMarks = new cfsign.Policy(`${URL}?b?c`, { dateLessThan: EXPIRES })
  const granted = await signer.tryGrants([policies[0], twoMarks])
  assert.equal(granted[0].query, grants[0].query)
  assert.deepEqual([granted[1].kind, granted[1].index], ['invalid-resource', 1])
  await assert.rejects(signer.grants([policies[0], twoMarks]), { kind: 'invalid-resource', index: 1 })

  const methods = ['signCookiesEach', 'trySignCookiesEach', 'grants', 'tryGrants']
  for (const method of methods) {
    assert.deepEqual(await signer[method]([]), [])
    for (const wrong of [policies[0], [5], [undefined], 'policies']) {
      await assert.rejects(signer[method](wrong), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' })
    }
  }
  const signal = AbortSignal.abort(new Error('never mind'))
  for (const method of methods) {
    await assert.rejects(signer[method](policies, { signal }), /never mind/)
    await assert.rejects(signer[method](policies, { expires: 5 }), { code: 'ERR_INVALID_ARG_VALUE' })
  }
  await assert.rejects(signer.signUrlsEach([{ url: URL, expires: EXPIRES }], { signal }), /never mind/)
})

test('a batch leaves the event loop free, tells how far it is, and can be aborted', async () => {
  const many = Array.from({ length: 2000 }, (_, page) => `${URL}?page=${page}`)
  let beats = 0
  const heart = setInterval(() => (beats += 1), 1)
  const told = []
  await signer.signUrls(many, { expires: EXPIRES, onProgress: (done) => told.push(done) })
  clearInterval(heart)
  assert(beats > 20, `${beats} beats`)
  assert.equal(told.at(-1), many.length)
  assert.deepEqual(told, [...told].sort((a, b) => a - b))

  const soon = AbortSignal.timeout(30)
  await assert.rejects(signer.signUrls(many, { expires: EXPIRES, signal: soon }), { name: 'TimeoutError' })
  const before = AbortSignal.abort(new Error('never mind'))
  await assert.rejects(signer.signUrls(many, { expires: EXPIRES, signal: before }), /never mind/)
})

test('what a batch is told is checked, and an exception in onProgress ends it', async () => {
  const code = 'ERR_INVALID_ARG_TYPE'
  for (const wrong of [{ signal: {} }, { signal: null }, { onProgress: 5 }, { onProgress: {} }, { threads: '2' }]) {
    await assert.rejects(signer.signUrls(urls, { ...terms, ...wrong }), { name: 'TypeError', code })
    assert.throws(() => signer.signUrlStream(urls, { ...terms, ...wrong }), { name: 'TypeError', code })
  }
  const sparse = [URL]
  sparse[2] = URL
  await assert.rejects(signer.signUrls(sparse, terms), { name: 'TypeError', code, message: /urls\[1\]/ })

  const many = Array.from({ length: 20_000 }, (_, page) => `${URL}?page=${page}`)
  const told = []
  const onProgress = (done) => {
    told.push(done)
    throw new Error('no more')
  }
  await assert.rejects(signer.signUrls(many, { ...terms, threads: 1, onProgress }), /no more/)
  await assert.rejects(signer.signUrls([URL], { ...terms, onProgress }), /no more/)
  assert.equal(told.length, 2)
  assert(told[0] < many.length)
  assert.equal(told[1], 1)
})

test('half a surrogate pair in a batch', async () => {
  const some = [URL, `${URL}\ud800`, URL]
  const signed = signer.signUrl(URL, terms)
  const [first, error, third] = await signer.trySignUrls(some, terms)
  assert.deepEqual([first, third], [signed, signed])
  assert.deepEqual([error.kind, error.index, error.name], ['url-character', 1, 'InvalidInputError'])
  await assert.rejects(signer.signUrls(some, terms), { kind: 'url-character', index: 1 })
})

test('any number of batches on one signal', async () => {
  const warnings = []
  const warn = (warning) => warnings.push(warning.name)
  process.on('warning', warn)
  const controller = new AbortController()
  const { signal } = controller
  const batches = Array.from({ length: 30 }, () => signer.signUrls(urls, { ...terms, signal }))
  const rejected = Promise.all(batches.map((one) => assert.rejects(one, /all of them/)))
  controller.abort(new Error('all of them'))
  await rejected
  await new Promise(setImmediate)
  process.off('warning', warn)
  assert.deepEqual(warnings, [])
})

/** What a stream yields before it ends, and the error that it ends with. */
async function ofStream(source, options) {
  const signed = []
  try {
    for await (const url of signer.signUrlStream(source, { ...terms, ...options })) signed.push(url)
  } catch (error) {
    return { signed, error }
  }
  return { signed }
}

test('a stream counts on from batch to batch', async () => {
  const many = Array.from({ length: 2100 }, (_, page) => `${URL}?page=${page}`)
  const told = []
  const { signed } = await ofStream(many, { onProgress: (done) => told.push(done) })
  assert.deepEqual(signed, await signer.signUrls(many, terms))
  assert.equal(told.at(-1), many.length)
  assert.deepEqual(told, [...told].sort((a, b) => a - b))

  for (const [wrong, kind] of [['ftp://a.example.com/', 'url-scheme'], [`${URL}\udc00`, 'url-character']]) {
    const refused = await ofStream(many.with(1500, wrong))
    assert.deepEqual([refused.error.kind, refused.error.index], [kind, 1500])
    assert.deepEqual(refused.signed, signed.slice(0, 1500))
  }
  assert.match((await ofStream(many.with(1500, 5))).error.message, /urls\[1500\]/)
  const thrown = await ofStream(many, { onProgress: (done) => assert(done <= 1024, 'enough') })
  assert.equal(thrown.error.message, 'enough')
})

test('a stream checks what it is given before it asks for a URL', async () => {
  for (const wrong of [URL, null, undefined, 5, {}]) {
    assert.throws(() => signer.signUrlStream(wrong, terms), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' })
  }
  assert.throws(() => signer.signUrlStream([], {}), { code: 'ERR_INVALID_ARG_TYPE', message: /^signUrlStream needs/ })
  let asked = false
  const source = { [Symbol.iterator]: () => ({ next: () => ({ done: (asked = true) }) }) }
  assert.equal((await ofStream(source, { expires: 5 })).error.code, 'ERR_CFSIGN_INVALID_TIME')
  assert.equal((await ofStream(source, { signal: AbortSignal.abort(new Error('before')) })).error.message, 'before')
  assert.equal(asked, false)
  assert.deepEqual(await ofStream(source), { signed: [] })
  assert.deepEqual((await ofStream([Promise.resolve(URL)], { signal: AbortSignal.timeout(60_000) })).signed.length, 1)
})

test('a stream can be aborted while its source waits, and between two URLs', async () => {
  const returned = []
  const source = (next) => ({
    [Symbol.asyncIterator]: () => ({
      next,
      return: async () => ({ done: returned.push('return') > 0 }),
    }),
  })
  const waiting = source(() => new Promise(() => {}))
  const late = new AbortController()
  setTimeout(() => late.abort(new Error('late')), 20)
  const { error } = await ofStream(waiting, { signal: late.signal })
  assert.equal(error.message, 'late')
  assert.deepEqual(returned, ['return'])

  const endless = source(async () => ({ done: false, value: URL }))
  const controller = new AbortController()
  let yielded = 0
  const read = async () => {
    for await (const _ of signer.signUrlStream(endless, { ...terms, signal: controller.signal })) {
      yielded += 1
      if (yielded === 3) controller.abort(new Error('three'))
    }
  }
  await assert.rejects(read(), /three/)
  assert.deepEqual([yielded, returned.length], [3, 2])

  const { signal } = new AbortController()
  for await (const _ of signer.signUrlStream(endless, { ...terms, signal })) break
  assert.equal(returned.length, 3)
  const broken = source(() => Promise.reject(new Error('the source')))
  assert.equal((await ofStream(broken, { signal })).error.message, 'the source')
  assert.equal(returned.length, 3)
})
