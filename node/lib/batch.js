'use strict'
// Many URLs: off the event loop, on all cores.

const native = require('../native.js')
const { count, text, wrongType } = require('./arguments.js')
const { inPlace } = require('./errors.js')

const OPTIONS = ['signal', 'threads', 'onProgress']

/** How often progress is told, and how many URLs of a stream are signed at a time. */
const INTERVAL = 100
const CHUNK = 1024

/** Batches under way. Before a process or a thread ends, Node waits for them, so they end first. */
const running = new Set()
const endAll = () => running.forEach((cancel) => cancel.cancel())

function begin(cancel) {
  if (running.size === 0) process.on('exit', endAll)
  running.add(cancel)
}

function end(cancel) {
  running.delete(cancel)
  if (running.size === 0) process.off('exit', endAll)
}

/** Strings for URLs that were signed, errors for those that were refused. */
async function run(signer, urls, { expires, policy }, { signal, threads = 0, onProgress } = {}) {
  if (!Array.isArray(urls)) throw wrongType('urls', 'an instance of Array', urls)
  urls.forEach((url, index) => text(`urls[${index}]`, url))
  count('threads', threads)
  signal?.throwIfAborted()
  const cancel = new native.Cancel()
  const abort = () => cancel.cancel()
  signal?.addEventListener('abort', abort, { once: true })
  begin(cancel)
  const timer = onProgress && setInterval(() => onProgress(cancel.done), INTERVAL)
  try {
    const signed = await signer.signUrls(urls, expires, policy, threads, cancel).catch((error) => {
      signal?.throwIfAborted()
      // One error for all of them: the times, the policy, or that it was cancelled.
      throw inPlace(error.message) ?? error
    })
    signal?.throwIfAborted()
    onProgress?.(urls.length)
    return signed.map((result, index) => inPlace(result, index) ?? result)
  } finally {
    end(cancel)
    clearInterval(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/** Signs what `urls` brings, a batch at a time, in order. A URL that is refused ends it. */
async function* stream(signer, urls, given) {
  let chunk = []
  for await (const url of urls) {
    chunk.push(url)
    if (chunk.length === CHUNK) {
      yield* await signer.signUrls(chunk, given)
      chunk = []
    }
  }
  if (chunk.length > 0) yield* await signer.signUrls(chunk, given)
}

module.exports = { OPTIONS, run, stream }
