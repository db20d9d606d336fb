import type { PublicKeys, Time } from './index.js'

/** What the edge needs to know. One of `directory` and `origin` is what it stands in front of. */
export interface LocalEdgeOptions {
  /** The public keys of the trusted key group, by their key pair IDs. */
  keys: PublicKeys
  /** A folder that is served. */
  directory?: string | undefined
  /** An HTTP server, as in `http://127.0.0.1:9000`. */
  origin?: string | undefined
  /** Where it listens; `127.0.0.1` if nothing is said. */
  host?: string | undefined
  /** The port; a free one if nothing is said. */
  port?: number | undefined
  /** The scheme that viewers use, where a proxy for https stands before it. */
  viewerScheme?: 'http' | 'https' | undefined
  /** The origins of pages whose scripts may read what it sends, with cookies: `http://app.example.test:3000`. */
  cors?: readonly string[] | undefined
  /** The time that it is for the edge; the clock's if nothing is said. */
  now?: Time | undefined
}

/**
 * A local edge that answers as a CloudFront distribution with a trusted key group does, in threads of
 * this process.
 *
 * ```js
 * const edge = LocalEdge.start({ keys: { KLOCAL: publicKey }, directory: 'media' })
 * const response = await fetch(signer.signUrl(`${edge.url}/report.pdf`, { expires: expiresIn(60) }))
 * edge.stop()
 * ```
 */
export class LocalEdge {
  /**
   * Starts an edge; it listens when this returns.
   *
   * @throws {InvalidInputError} where the directory cannot be opened, the port is in use, or there is not one
   *   of directory and origin
   */
  static start(options: LocalEdgeOptions): LocalEdge
  private constructor(options: LocalEdgeOptions)
  /** The beginning of every URL, without a slash at the end. It stays when the edge has been stopped. */
  readonly url: string
  /** The host and the port. They stay when the edge has been stopped. */
  readonly address: string
  /** Lets it be another time for the edge, so that signatures expire; null is the clock's time. */
  setNow(now: Time | null): void
  /** Stops and waits for it; again is no error. */
  stop(): void
}
