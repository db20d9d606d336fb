'use strict'
// The addon in worker threads, which load and unload it. The main thread does not load it here, so it is
// gone with the last of them.

const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { createPrivateKey, createPublicKey } = require('node:crypto')
const { once } = require('node:events')
const { test } = require('node:test')
const { Worker } = require('node:worker_threads')
const { key } = require('./vectors.js')

const URL = 'https://d111111abcdef8.cloudfront.net/a.jpg'
const terms = { expires: 1_767_290_400 }
const privateKey = createPrivateKey(key('rsa-2048.pkcs1.pem'))
const publicKey = createPublicKey(privateKey)

/** What every thread begins with; it gets the key, which threads can share. */
function prelude() {
  const { parentPort, workerData } = require('node:worker_threads')
  const { Signer, Verifier } = require(workerData.package)
  const signer = Signer.fromPem(workerData.privateKey, { keyPairId: 'K1' })
  return { Signer, Verifier, parentPort, signer, ...workerData }
}

function start(body) {
  const workerData = { package: require.resolve('cfsign'), privateKey, publicKey, URL, terms }
  return new Worker(`(${body})((${prelude})())`, { eval: true, workerData })
}

/** Runs `body` in a thread and returns what it posts. */
async function inThread(body) {
  const worker = start(body)
  const ended = once(worker, 'exit')
  const [message] = await once(worker, 'message')
  const [code] = await ended
  assert.equal(code, 0)
  return message
}

/** Does `work` so many times, four at a time. */
async function often(times, work) {
  let left = times
  const lane = async () => {
    while (left-- > 0) await work()
  }
  await Promise.all([lane(), lane(), lane(), lane()])
}

test('120 threads load the addon, sign, verify and end', async () => {
  const found = new Set()
  let ended = 0
  await often(120, async () => {
    const signed = await inThread(({ Verifier, parentPort, publicKey, signer, terms, URL }) => {
      const signed = signer.signUrl(URL, terms)
      new Verifier({ K1: publicKey }).verify(signed, { now: terms.expires - 1 })
      parentPort.postMessage(signed)
    })
    found.add(signed)
    ended += 1
  })
  assert.deepEqual([ended, found.size], [120, 1])
})

test('threads that sign at once, each with a signer of its own for one key', async () => {
  const found = []
  await often(8, async () => {
    const signed = await inThread(async ({ parentPort, signer, terms, URL }) => {
      const urls = Array.from({ length: 100 }, (_, page) => `${URL}?page=${page}`)
      const one = urls.map((url) => signer.signUrl(url, terms))
      parentPort.postMessage([one, await signer.signUrls(urls, terms)])
    })
    found.push(...signed)
  })
  assert.equal(found.length, 16)
  for (const signed of found) assert.deepEqual(signed, found[0])
})

// A batch that holds the thread's end up would take most of a minute.
const batch = `const ended = signer.signUrls(Array(200_000).fill(URL), { ...terms, signal: new AbortController().signal })`

test('a thread may end in the middle of a batch', async () => {
  await often(20, async () => {
    const worker = start(`({ parentPort, signer, terms, URL }) => {
      ${batch}
      parentPort.postMessage('begun')
      setTimeout(() => process.exit(5), 5)
    }`)
    const [code] = await once(worker, 'exit')
    assert.equal(code, 5)
  })
})

test('a thread may abort a batch and end', async () => {
  await often(20, async () => {
    const worker = start(`({ signer, terms, URL }) => {
      const controller = new AbortController()
      signer.signUrls(Array(200_000).fill(URL), { ...terms, signal: controller.signal }).catch(() => {})
      setTimeout(() => { controller.abort(); process.exit(5) }, 5)
    }`)
    const [code] = await once(worker, 'exit')
    assert.equal(code, 5)
  })
})

test('a thread may be terminated in the middle of a batch', async () => {
  await often(20, async () => {
    const worker = start(`({ parentPort, signer, terms, URL }) => {
      parentPort.on('message', () => {})
      signer.signUrls(Array(100).fill(URL), terms)
      parentPort.postMessage('begun')
    }`)
    await once(worker, 'message')
    assert.equal(await worker.terminate(), 1)
  })
})

test('a process may end in the middle of a batch', () => {
  const code = `const { Signer } = require(${JSON.stringify(require.resolve('cfsign'))})
    const signer = Signer.fromPem(${JSON.stringify(key('rsa-2048.pkcs1.pem').toString())}, { keyPairId: 'K1' })
    const [URL, terms] = ${JSON.stringify([URL, terms])}
    ${batch}
    setTimeout(() => process.exit(5), 5)`
  const { status } = spawnSync(process.execPath, ['-e', code], { timeout: 20_000 })
  assert.equal(status, 5)
})

test('a local edge ends with its thread', async () => {
  await often(12, async () => {
    const worker = start(`({ package, parentPort, publicKey }) => {
      const { LocalEdge } = require(require('node:module').createRequire(package).resolve('cfsign/testing'))
      parentPort.on('message', () => {})
      parentPort.postMessage(LocalEdge.start({ keys: { K1: publicKey }, directory: '.' }).url)
    }`)
    const [url] = await once(worker, 'message')
    assert.equal((await fetch(`${url}/a`, { headers: { connection: 'close' } })).status, 403)
    await worker.terminate()
    await assert.rejects(fetch(`${url}/a`))
  })
})
