'use strict'
// Many signatures: off the event loop, on all cores.

const native = require('../native.js')
const { onAbort, untilAborted } = require('./abort.js')
const { count, halfPair, wrongType } = require('./arguments.js')
const { CfsignError, InvalidInputError, inPlace } = require('./errors.js')
const { Policy } = require('./policy.js')

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

/** The options of a batch, checked. */
function settings({ signal, threads = 0, onProgress }) {
  const isSignal = ['throwIfAborted', 'addEventListener'].every((name) => typeof signal?.[name] === 'function')
  if (signal !== undefined && !isSignal) throw wrongType('signal', 'an instance of AbortSignal', signal)
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw wrongType('onProgress', 'of type function', onProgress)
  }
  return { signal, threads: count('threads', threads), onProgress }
}

function iterable(urls) {
  const iterates = [Symbol.asyncIterator, Symbol.iterator].some((name) => typeof urls?.[name] === 'function')
  // A string brings its characters.
  if (typeof urls === 'string' || !iterates) throw wrongType('urls', 'an iterable of strings', urls)
  return urls
}

/** The URLs as the addon takes them, and errors for those that it would change. `name` is what one is called. */
function taken(urls, first = 0, name = (index) => `urls[${index}]`) {
  const errors = new Map()
  // Array.from comes by the holes of sparse arrays too.
  const whole = Array.from(urls, (url, at) => {
    const index = first + at
    if (typeof url !== 'string') throw wrongType(name(index), 'of type string', url)
    if (url.isWellFormed()) return url
    errors.set(at, halfPair('url-character', name(index), index))
    return ''
  })
  return { errors, whole }
}

const inArray = (name, items) => {
  if (!Array.isArray(items)) throw wrongType(name, 'an instance of Array', items)
}

/** What `start` signs, `length` of it; errors where it was refused. The first is number `first`. */
async function run(length, start, { signal, threads, onProgress }, first = 0) {
  signal?.throwIfAborted()
  const cancel = new native.Cancel()
  let thrown
  const tell = () => {
    try {
      onProgress(cancel.done)
    } catch (error) {
      thrown = { error }
      clearInterval(timer)
      cancel.cancel()
    }
  }
  const off = onAbort(signal, () => cancel.cancel())
  begin(cancel)
  const timer = onProgress && setInterval(tell, INTERVAL)
  try {
    const signed = await start(threads, cancel).catch((error) => {
      if (thrown) return []
      signal?.throwIfAborted()
      // One error for all of them: the times, the policy, or that it was cancelled.
      throw inPlace(error.message) ?? error
    })
    if (thrown) throw thrown.error
    signal?.throwIfAborted()
    onProgress?.(length)
    return signed.map((result, at) => (typeof result === 'string' && inPlace(result, first + at)) || result)
  } finally {
    end(cancel)
    clearInterval(timer)
    off()
  }
}

/** Strings for URLs that were signed, errors for those that were refused. The first URL is number `first`. */
async function ofUrls(urls, start, settings, first = 0) {
  inArray('urls', urls)
  const { errors, whole } = taken(urls, first)
  const signed = await run(whole.length, (...how) => start(whole, ...how), settings, first)
  return signed.map((result, at) => errors.get(at) ?? result)
}

/**
 * The same for URLs whose terms are given one by one: objects with `url`, of which `terms` makes a time or a policy
 * of the addon.
 */
async function ofEach(given, terms, start, settings) {
  inArray('urls', given)
  const refused = new Map()
  // Array.from comes by the holes of sparse arrays too.
  const wanted = Array.from(given, (one, index) => {
    try {
      return terms(one, `urls[${index}]`)
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error
      error.index = index
      refused.set(index, error)
      return 0
    }
  })
  const texts = given.map(({ url }) => url)
  const { errors, whole } = taken(texts, 0, (index) => `urls[${index}].url`)
  const signed = await run(whole.length, (...how) => start(whole, wanted, ...how), settings)
  return signed.map((result, at) => errors.get(at) ?? refused.get(at) ?? result)
}

/** What `start` signs of policies, made an instance of `Class`, and errors where they were refused. */
async function ofPolicies(policies, start, Class, settings) {
  inArray('policies', policies)
  const taken = Array.from(policies, (policy, index) => Policy.native(`policies[${index}]`, policy))
  const signed = await run(taken.length, (...how) => start(taken, ...how), settings)
  return signed.map((result) => (result instanceof CfsignError ? result : new Class(result)))
}

function allOrThrow(results) {
  const refused = results.find((result) => result instanceof CfsignError)
  if (refused) throw refused
  return results
}

/** Signs what `urls` brings, a batch at a time, in order. A URL that is refused ends it. */
async function* stream(urls, start, { signal, threads, onProgress }) {
  // The terms are wrong before any URL is asked for.
  await ofUrls([], start, { signal, threads })
  let [done, told] = [0, 0]
  const tell = (more) => {
    if (Date.now() - told < INTERVAL) return
    told = Date.now()
    onProgress(done + more)
  }
  const sign = async function* (chunk) {
    const results = await ofUrls(chunk, start, { signal, threads, onProgress: onProgress && tell }, done)
    done += chunk.length
    for (const result of results) {
      signal?.throwIfAborted()
      if (typeof result !== 'string') throw result
      yield result
    }
  }
  let chunk = []
  for await (const url of signal ? untilAborted(urls, signal) : urls) {
    chunk.push(url)
    if (chunk.length === CHUNK) {
      yield* sign(chunk)
      chunk = []
    }
  }
  if (chunk.length > 0) yield* sign(chunk)
  onProgress?.(done)
}

module.exports = { OPTIONS, allOrThrow, inArray, iterable, ofEach, ofPolicies, ofUrls, settings, stream }
