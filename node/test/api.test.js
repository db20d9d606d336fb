'use strict'
// The package's own API: times, types, cookies, batches, errors, the edge.

const assert = require('node:assert/strict')
const { createPrivateKey, createPublicKey } = require('node:crypto')
const { execFileSync, spawnSync } = require('node:child_process')
const { mkdtempSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { dirname, join } = require('node:path')
const { test } = require('node:test')
const { inspect } = require('node:util')
const cfsign = require('cfsign')
const { LocalEdge } = require('cfsign/testing')
const { key, root } = require('./vectors.js')

const EXPIRES = 1_767_290_400
const URL = 'https://d111111abcdef8.cloudfront.net/a.jpg'
const VIDEOS = 'https://d111111abcdef8.cloudfront.net/videos/*'
const ID = 'K2JCJMDEHXQW5F'
const signer = cfsign.Signer.fromFile(join(root, 'tests', 'keys', 'rsa-2048.pkcs1.pem'), { keyPairId: ID })
const trusted = { [ID]: key('rsa-2048.public.pem') }

test('times are Dates, ISO 8601 with an offset, or seconds', () => {
  const signed = signer.signUrl(URL, { expires: EXPIRES })
  for (const expires of [
    new Date(EXPIRES * 1000),
    new Date(EXPIRES * 1000 + 999),
    '2026-01-01T18:00:00Z',
    '2026-01-01T19:30:00+01:30',
  ]) {
    assert.equal(signer.signUrl(URL, { expires }), signed)
  }
  for (const [expires, code] of [
    [EXPIRES * 1000, 'ERR_CFSIGN_TIME_IN_MILLISECONDS'],
    [Number.NaN, 'ERR_CFSIGN_INVALID_TIME'],
    [EXPIRES + 0.5, 'ERR_CFSIGN_INVALID_TIME'],
    [3600, 'ERR_CFSIGN_INVALID_TIME'],
    [-1, 'ERR_CFSIGN_INVALID_TIME'],
    [1e300, 'ERR_CFSIGN_TIME_IN_MILLISECONDS'],
    [new Date('no date'), 'ERR_CFSIGN_INVALID_TIME'],
    ['2026-01-01', 'ERR_CFSIGN_INVALID_TIME'],
    ['2026-01-01T18:00:00', 'ERR_CFSIGN_INVALID_TIME'],
    [true, 'ERR_INVALID_ARG_TYPE'],
    [null, 'ERR_INVALID_ARG_TYPE'],
    [10n, 'ERR_INVALID_ARG_TYPE'],
  ]) {
    assert.throws(() => signer.signUrl(URL, { expires }), { code }, String(expires))
  }
})

test('wrong types are TypeErrors with codes of Node', () => {
  const code = 'ERR_INVALID_ARG_TYPE'
  for (const wrong of [undefined, null, 5, Symbol('s'), {}, [], Buffer.from(URL)]) {
    assert.throws(() => signer.signUrl(wrong, { expires: EXPIRES }), { name: 'TypeError', code })
    assert.throws(() => new cfsign.Policy(wrong, { dateLessThan: EXPIRES }), { name: 'TypeError', code })
    assert.throws(() => cfsign.Signer.fromPem(key('p256.pkcs8.pem'), { keyPairId: wrong }), { code })
  }
  assert.throws(() => signer.signUrl(URL), { code })
  assert.throws(() => signer.signUrl(URL, {}), /either expires or policy/)
  assert.throws(() => signer.signUrl(URL, { expiry: EXPIRES }), { code: 'ERR_INVALID_ARG_VALUE' })
  assert.throws(() => signer.signCookies({ resource: URL }), /instance of Policy/)
  assert.throws(() => new cfsign.Signer(), /fromPem/)
  assert.throws(() => new cfsign.Grant(), /signer\.grant/)
  assert.throws(() => new cfsign.SignedCookies({}), /signer\.signCookies/)
  assert.throws(() => signer.signUrl('https://d111111abcdef8.cloudfront.net/\ud800', { expires: EXPIRES }), {
    code: 'ERR_CFSIGN_URL_CHARACTER',
  })
})

test('errors have the corrected URL', () => {
  const url = 'https://d111111abcdef8.cloudfront.net/a b.jpg'
  assert.throws(
    () => signer.signUrl(url, { expires: EXPIRES }),
    (error) => {
      assert(error instanceof cfsign.InvalidInputError && error instanceof cfsign.CfsignError)
      assert.equal(error.name, 'InvalidInputError')
      assert.equal(error.suggestion, 'https://d111111abcdef8.cloudfront.net/a%20b.jpg')
      assert(!error.message.includes('\0'))
      return true
    },
  )
})

test('keys are text, bytes or KeyObjects', () => {
  const pem = key('rsa-2048.pkcs1.pem')
  const wanted = signer.signUrl(URL, { expires: EXPIRES })
  for (const privateKey of [pem, pem.toString(), new Uint8Array(pem), createPrivateKey(pem)]) {
    const same = cfsign.Signer.fromPem(privateKey, { keyPairId: ID })
    assert.equal(same.signUrl(URL, { expires: EXPIRES }), wanted)
  }
  const verifier = new cfsign.Verifier({ [ID]: createPublicKey(trusted[ID]) })
  assert.equal(verifier.verify(wanted, { now: EXPIRES - 1 }).originUrl, URL)
  const sha256 = cfsign.Signer.fromPem(key('p256.pkcs8.pem'), { keyPairId: ID, hashAlgorithm: 'SHA256' })
  assert.match(sha256.signUrl(URL, { expires: EXPIRES }), /&Hash-Algorithm=SHA256$/)
})

test('nothing secret is shown', () => {
  const privateKey = new cfsign.PrivateKey(key('p256.pkcs8.pem'))
  const policy = new cfsign.Policy(VIDEOS, { dateLessThan: EXPIRES })
  const cookies = signer.signCookies(policy)
  const shown = inspect([signer, privateKey, policy, cookies, signer.grant(policy)], { showHidden: true })
  assert(!shown.includes('BEGIN'))
  assert(!shown.includes(VIDEOS))
  for (const value of Object.values(cookies).filter((value) => value !== ID)) assert(!shown.includes(value))
})

test('cookies', () => {
  const policy = new cfsign.Policy('https://cdn.example.com/*', { dateLessThan: EXPIRES })
  const cookies = signer.signCookies(policy)
  assert.deepEqual(Object.keys(cookies), ['CloudFront-Policy', 'CloudFront-Signature', 'CloudFront-Key-Pair-Id'])
  assert.equal(
    cookies.cookieHeader(),
    Object.entries(cookies).map((pair) => pair.join('=')).join('; '),
  )
  const domain = cfsign.sharedCookieDomain('www.example.com', 'cdn.example.com')
  const lines = cookies.setCookieLines({ domain, maxAge: 60, sameSite: null })
  assert(lines.every((line) => line.endsWith('; Domain=example.com; Path=/; Max-Age=60; Secure; HttpOnly')))
  assert.equal(cfsign.clearCookieLines({ domain }).length, 5)
  assert.throws(() => cookies.setCookieLines({ sameSite: 'lax' }), { code: 'ERR_INVALID_ARG_TYPE' })
  assert.equal(cfsign.sharedCookieDomain('cdn.example.com', 'cdn.example.com'), null)
})

test('a grant is signed once', () => {
  const policy = cfsign.Policy.below('https://d111111abcdef8.cloudfront.net/videos', { dateLessThan: EXPIRES })
  const grant = signer.grant(policy)
  const url = 'https://d111111abcdef8.cloudfront.net/videos/1.ts'
  assert(grant instanceof cfsign.Grant && grant.cookies() instanceof cfsign.SignedCookies)
  assert.equal(grant.signUrl(url), `${url}?${grant.query}`)
  assert.equal(grant.signUrl(url), signer.signUrl(url, { policy }))
  assert.deepEqual({ ...grant.cookies() }, { ...signer.signCookies(grant.policy) })
  assert.throws(() => grant.signUrl(URL), { kind: 'policy-does-not-cover-url' })
})

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

test('a trusted key group is read once, and stands wherever keys do', () => {
  const group = new cfsign.TrustedKeyGroup({ ...trusted, K1UA3WV15I7JSD: new cfsign.PublicKey(key('p256.public.pem')) })
  assert.deepEqual(group.keyPairIds, [ID, 'K1UA3WV15I7JSD'])
  assert.equal(inspect(group), `TrustedKeyGroup { ${ID}, K1UA3WV15I7JSD }`)
  const signed = signer.signUrl(URL, { expires: EXPIRES })
  const now = EXPIRES - 1
  assert.equal(new cfsign.Verifier(group).verify(signed, { now }).keyPairId, ID)
  assert.equal(cfsign.explain(signed, group, { now }).allowed, true)
  const edge = LocalEdge.start({ keys: group, directory: __dirname })
  edge.stop()
  assert.throws(() => new cfsign.TrustedKeyGroup({ [ID]: key('rsa-2048.pkcs1.pem') }), { name: 'InvalidKeyError' })
  assert.throws(() => new cfsign.TrustedKeyGroup({ 'no id': key('rsa-2048.public.pem') }), { name: 'InvalidKeyError' })
  assert.throws(() => new cfsign.TrustedKeyGroup([ID].join()), { code: 'ERR_INVALID_ARG_TYPE' })
})

test('verify and explain', () => {
  const verifier = new cfsign.Verifier(trusted)
  const signed = signer.signUrl(URL, { expires: EXPIRES })
  assert.throws(() => verifier.verify(signed, { now: EXPIRES }), (error) => {
    assert(error instanceof cfsign.AccessDeniedError)
    assert.equal(error.kind, 'expired')
    const { body, ...said } = error.cloudfrontError
    assert.deepEqual(said, { code: 'AccessDenied', message: 'Access denied' })
    assert.match(body, /^<\?xml .*<Error><Code>AccessDenied<\/Code><Message>Access denied<\/Message><\/Error>$/)
    return true
  })
  const policy = new cfsign.Policy(VIDEOS, { dateLessThan: EXPIRES })
  const cookies = { ...signer.signCookies(policy), other: 'x', missing: undefined }
  const allowed = verifier.verify(VIDEOS.replace('*', '1.ts'), { cookies, now: EXPIRES - 1 })
  assert.equal(allowed.credential, 'cookies')
  const explanation = cfsign.explain(`${signed}&x=1`, trusted, { now: EXPIRES - 1 })
  assert.equal(explanation.findings[0].code, 'query-added')
  assert.match(String(explanation), /^refused: .*CloudFront says AccessDenied/)
  assert.equal(JSON.parse(JSON.stringify(explanation)).code, 'signature-mismatch')
  const origin = cfsign.classifyResponse('<Code>MissingKey</Code>', { status: 403, headers: new Headers() })
  assert.equal(origin.layer, 'cloudfront')
})

test('the local edge', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cfsign-'))
  writeFileSync(join(directory, 'a.txt'), 'inside')
  const edge = LocalEdge.start({ keys: trusted, directory, now: EXPIRES - 60 })
  try {
    const signed = signer.signUrl(`${edge.url}/a.txt`, { expires: EXPIRES })
    assert.equal(await (await fetch(signed)).text(), 'inside')
    assert.equal((await fetch(`${edge.url}/a.txt`)).status, 403)
    edge.setNow(EXPIRES)
    assert.equal((await fetch(signed)).status, 403)
  } finally {
    edge.stop()
  }
  edge.stop()
  assert.equal(edge.url, undefined)
  assert.throws(() => LocalEdge.start({ keys: trusted, directory: join(directory, 'absent') }), /absent/)
})

test('import and require give the same', () => {
  const code =
    "import * as all from 'cfsign'; import { LocalEdge } from 'cfsign/testing'; import { createRequire } from 'node:module';" +
    "const required = createRequire(import.meta.url)('cfsign');" +
    'console.log(Object.keys(required).every((name) => all[name] === required[name]), typeof LocalEdge)'
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: __dirname })
  assert.equal(String(said).trim(), 'true function')
})

test('the command', () => {
  const command = join(dirname(require.resolve('cfsign/package.json')), 'bin', 'cfsign.js')
  const version = spawnSync(process.execPath, [command, '--version'], { encoding: 'utf8' })
  assert.equal(version.stdout.trim(), `cfsign ${cfsign.version}`)
  assert.equal(spawnSync(process.execPath, [command, 'sign', '--unknown']).status, 2)
})

test('one version', () => {
  assert.equal(require('cfsign/package.json').version, cfsign.version)
})

test('worker threads', async () => {
  const { Worker } = require('node:worker_threads')
  const code =
    `const { parentPort } = require('node:worker_threads'); const { Signer } = require(${JSON.stringify(require.resolve('cfsign'))});` +
    `const signer = Signer.fromFile(${JSON.stringify(join(root, 'tests', 'keys', 'rsa-2048.pkcs1.pem'))}, { keyPairId: '${ID}' });` +
    `signer.signUrls(Array(50).fill('${URL}'), { expires: ${EXPIRES} }).then((signed) => parentPort.postMessage(signed[49]))`
  const signed = Array.from(
    { length: 4 },
    () =>
      new Promise((resolve, reject) => {
        const worker = new Worker(code, { eval: true })
        worker.on('message', resolve)
        worker.on('error', reject)
      }),
  )
  const wanted = signer.signUrl(URL, { expires: EXPIRES })
  assert.deepEqual(await Promise.all(signed), Array(4).fill(wanted))
})
