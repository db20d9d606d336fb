'use client'
import Image, { type ImageProps } from 'next/image'

/** An image of the distribution, in the sizes that `next/image` asks for. `query` is what the server signed. */
export function CloudFrontImage({ origin, query, ...image }: ImageProps & { origin: string; query: string }) {
  return (
    <Image
      {...image}
      loader={({ src, width, quality }) => `${origin}${src}?width=${width}&quality=${quality ?? 75}&${query}`}
    />
  )
}
