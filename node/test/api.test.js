'use strict'
// The package's own API: times, types, cookies, errors, the edge.

const assert = require('node:assert/strict')
const { createPrivateKey, createPublicKey } = require('node:crypto')
const { execFileSync, spawnSync } = require('node:child_process')
const { mkdtempSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { dirname, join } = require('node:path')
const { test } = require('node:test')
const { inspect } = require('node:util')
const { runInNewContext } = require('node:vm')
const cfsign = require('cfsign')
const { LocalEdge } = require('cfsign/testing')
const { cases, key, root } = require('./vectors.js')

const EXPIRES = 1_767_290_400
const URL = 'https://d111111abcdef8.cloudfront.net/a.jpg'
const VIDEOS = 'https://d111111abcdef8.cloudfront.net/videos/*'
const ID = 'K2JCJMDEHXQW5F'
const signer = cfsign.Signer.fromFile(join(root, 'tests', 'keys', 'rsa-2048.pkcs1.pem'), { keyPairId: ID })
const terms = { expires: EXPIRES }
const trusted = { [ID]: key('rsa-2048.public.pem') }

test('times are Dates, ISO 8601 with an offset, or seconds', () => {
  const signed = signer.signUrl(URL, { expires: EXPIRES })
  for (const expires of [
    new Date(EXPIRES * 1000),
    new Date(EXPIRES * 1000 + 999),
    '2026-01-01T18:00:00Z',
    '2026-01-01T19:30:00+01:30',
    '2026-01-01T16:30:00.999-0130',
    '2026-01-01T18:00Z',
    runInNewContext(`new Date(${EXPIRES * 1000})`),
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
    ['2036-02-30T00:00:00Z', 'ERR_CFSIGN_INVALID_TIME'],
    ['2036-04-31T00:00:00Z', 'ERR_CFSIGN_INVALID_TIME'],
    ['2036-01-01T24:00:00Z', 'ERR_CFSIGN_INVALID_TIME'],
    ['2036-01-01T25:00:00Z', 'ERR_CFSIGN_INVALID_TIME'],
    ['2036-01-01T00:61:00Z', 'ERR_CFSIGN_INVALID_TIME'],
    ['2036-01-01T00:00:00+24:00', 'ERR_CFSIGN_INVALID_TIME'],
    ['2036-01-01T00:00:00 (noon) Z', 'ERR_CFSIGN_INVALID_TIME'],
    [true, 'ERR_INVALID_ARG_TYPE'],
    [null, 'ERR_INVALID_ARG_TYPE'],
    [10n, 'ERR_INVALID_ARG_TYPE'],
  ]) {
    assert.throws(() => signer.signUrl(URL, { expires }), { code }, String(expires))
  }
  assert.equal(signer.signUrl(URL, { expires: '2036-02-29T00:00:00Z' }), signer.signUrl(URL, { expires: 2_087_856_000 }))
  for (const expires of ['2082758400', '1h']) {
    assert.throws(
      () => signer.signUrl(URL, { expires }),
      ({ message }) => /Number\(\).*expiresIn\(\)/.test(message) && !message.includes(expires),
    )
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
  const either = 'signUrl needs either "expires" or "policy" in its options. Received'
  assert.throws(() => signer.signUrl(URL, {}), { code, message: `${either} neither` })
  assert.throws(() => signer.signUrl(URL, { ...terms, policy: 5 }), { code, message: `${either} both` })
  const message = 'options has no option "threads"; there are expires, policy'
  assert.throws(() => signer.signUrl(URL, { ...terms, threads: 1 }), { code: 'ERR_INVALID_ARG_VALUE', message })
  assert.throws(() => signer.signCookies({ resource: URL }), /instance of Policy/)
  assert.throws(() => new cfsign.Signer(), /fromPem/)
  assert.throws(() => new cfsign.Grant(), /signer\.grant/)
  assert.throws(() => new cfsign.SignedCookies({}), /signer\.signCookies/)
})

test('lists, ports and the like are checked too', () => {
  const code = 'ERR_INVALID_ARG_TYPE'
  const where = { pageOrigin: 'https://a.example.com', resourceUrl: 'https://b.example.com/' }
  const { publicKey } = cfsign.generateKeyPair()
  for (const work of [
    () => cfsign.judgeSetCookie('a=b', where),
    () => cfsign.judgeSetCookie([5], where),
    () => cfsign.explain(URL, trusted, { otherHosts: 'a.example.com' }),
    () => cfsign.classifyResponse('', { status: '403' }),
    () => cfsign.classifyResponse('', { headers: 'via: x' }),
    () => new cfsign.Verifier(trusted).verify(URL, { cookies: ['a=b'] }),
    () => cfsign.buildUrl('https://a.example.com', 'a', { query: 5 }),
    () => cfsign.buildUrl('https://a.example.com', 'a', { query: 'a=b' }),
    () => signer.signUrl(URL, []),
    () => LocalEdge.start({ keys: trusted, directory: '.', cors: 'http://a.example.com' }),
    () => LocalEdge.start({ keys: trusted, directory: '.', host: 5 }),
    ...[[publicKey], new Map([[ID, publicKey]]), new cfsign.PublicKey(publicKey), Buffer.from(publicKey)].map(
      (keys) => () => new cfsign.Verifier(keys),
    ),
  ]) {
    assert.throws(work, { name: 'TypeError', code }, String(work))
  }
  for (const work of [
    () => cfsign.classifyResponse('', { status: 65_939 }),
    () => LocalEdge.start({ keys: trusted, directory: '.', port: 65_536 }),
  ]) {
    assert.throws(work, { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' }, String(work))
  }
})

test('half a surrogate pair is of a URL, or of another argument', () => {
  assert.throws(() => signer.signUrl(`${URL}\ud800`, terms), { kind: 'url-character', message: /^the URL/ })
  const pem = key('p256.pkcs8.pem')
  const other = { name: 'InvalidInputError', kind: 'invalid-argument', message: /^an argument .*: found half of a surr/ }
  assert.throws(() => cfsign.Signer.fromPem(pem, { keyPairId: 'K\ud800' }), other)
  assert.throws(() => cfsign.Signer.fromPem(pem, { keyPairId: ID, hashAlgorithm: '\udfff' }), other)
  assert.throws(() => signer.signMessage('\ud800'), other)
})

test('what is found before the core is asked is told in the words of the error table', () => {
  for (const [kind, call] of [
    ['invalid-argument', () => signer.signMessage('\ud800')],
    ['invalid-time', () => signer.signUrl(URL, { expires: Number.NaN })],
    ['url-character', () => signer.signUrl(`${URL}\ud800`, terms)],
  ]) {
    const { sentence } = cases('errors').find(({ code }) => code === kind)
    assert.throws(call, (error) => error.kind === kind && error.message.startsWith(`${sentence}: `))
  }
})

test('values of other realms', () => {
  const { array } = runInNewContext(`({ array: new Uint8Array(${JSON.stringify([...key('rsa-2048.pkcs1.pem')])}) })`)
  assert(!(array instanceof Uint8Array))
  assert.equal(cfsign.Signer.fromPem(array, { keyPairId: ID }).signUrl(URL, terms), signer.signUrl(URL, terms))
  assert.deepEqual(signer.signMessage(array), signer.signMessage(key('rsa-2048.pkcs1.pem')))
  const keys = runInNewContext(`({ ${ID}: ${JSON.stringify(String(trusted[ID]))} })`)
  assert.equal(new cfsign.Verifier(keys).verify(signer.signUrl(URL, terms), { now: EXPIRES - 1 }).keyPairId, ID)
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

/** What `work` leaves in the memory that Buffers share, as a text. */
function leftBy(work) {
  // To a new pool, of which no more than half is taken.
  for (let filled = 0; filled < Buffer.poolSize; filled += 4000) Buffer.from('x'.repeat(4000))
  const pool = Buffer.from(Buffer.from('y').buffer).fill(0)
  work()
  return pool.toString('latin1')
}

test('copies of secrets are wiped, and are not in the memory that Buffers share', () => {
  const { privateKey } = cfsign.generateKeyPair()
  const passphrase = 'neither here nor there'
  const encrypted = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  const path = join(mkdtempSync(join(tmpdir(), 'cfsign-')), 'key.pem')
  writeFileSync(path, privateKey)
  const secrets = [privateKey.split('\n')[1], encrypted.split('\n')[1], passphrase]
  for (const work of [
    () => cfsign.Signer.fromPem(privateKey, { keyPairId: ID }),
    () => cfsign.Signer.fromFile(path, { keyPairId: ID }),
    () => cfsign.Signer.fromPem(encrypted, { keyPairId: ID, passphrase }),
    () => new cfsign.PrivateKey(encrypted, passphrase),
    () => assert.throws(() => new cfsign.PrivateKey(encrypted, `not ${passphrase}`), { kind: 'wrong-passphrase' }),
    () => assert.throws(() => new cfsign.PublicKey(privateKey), { kind: 'private-key-given' }),
  ]) {
    const left = leftBy(work)
    assert(!secrets.some((secret) => left.includes(secret)), String(work))
  }
  // What there would be to find.
  assert(leftBy(() => Buffer.from(privateKey)).includes(secrets[0]))

  const exported = []
  const keyObject = createPrivateKey(privateKey)
  const own = keyObject.export.bind(keyObject)
  keyObject.export = (as) => exported[exported.push(own(as)) - 1]
  cfsign.Signer.fromPem(keyObject, { keyPairId: ID })
  new cfsign.PrivateKey(keyObject)
  assert.equal(exported.length, 2)
  assert(exported.every((der) => der.length > 100 && der.every((byte) => byte === 0)))

  const ours = [Buffer.from(encrypted), Buffer.from(passphrase)]
  cfsign.Signer.fromPem(ours[0], { keyPairId: ID, passphrase: ours[1] })
  assert.deepEqual(ours.map(String), [encrypted, passphrase])
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
    const milliseconds = { code: 'ERR_CFSIGN_TIME_IN_MILLISECONDS' }
    assert.throws(() => edge.setNow(EXPIRES * 1000), milliseconds)
    assert.throws(() => LocalEdge.start({ keys: trusted, directory, now: EXPIRES * 1000 }), milliseconds)
  } finally {
    edge.stop()
  }
  const { url, address } = edge
  edge.stop()
  assert.deepEqual([edge.url, edge.address], [url, address])
  assert(url.endsWith(address))
})

test('a local edge that cannot start says why', () => {
  const edge = LocalEdge.start({ keys: trusted, directory: __dirname })
  const port = Number(edge.address.split(':')[1])
  for (const [given, message] of [
    [{ directory: join(__dirname, 'absent') }, /absent/],
    [{ directory: __dirname, port }, /another port/],
    [{}, /no origin/],
    [{ directory: __dirname, origin: 'http://127.0.0.1:9' }, /a directory and an origin/],
    [{ directory: __dirname, viewerScheme: 'ftp' }, /ftp/],
  ]) {
    assert.throws(() => LocalEdge.start({ keys: trusted, ...given }), (error) => {
      assert(error instanceof cfsign.InvalidInputError)
      assert.deepEqual([error.kind, error.code], ['invalid-argument', 'ERR_CFSIGN_INVALID_ARGUMENT'])
      assert.match(error.message, /^an argument is outside of what it can be: /)
      return message.test(error.message)
    })
  }
  edge.stop()
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
