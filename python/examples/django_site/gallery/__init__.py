"""A site with photos for its members, which a local edge guards as CloudFront would."""
