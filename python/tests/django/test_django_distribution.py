"""The one request to AWS: made with the caller's client, and made once."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from libcfsign.django import distribution as module
from libcfsign.django import read_distribution


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Any:
    """boto3's own client, which checks arguments and answers against the API."""
    monkeypatch.setattr(module, "_known", {})
    return boto3.client(
        "cloudfront", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )


def answer(aliases: list[str] | None) -> dict[str, Any]:
    """What the API says, with what the API model requires."""
    config: dict[str, Any] = {
        "CallerReference": "c",
        "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "o.example"}]},
        "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only"},
        "Comment": "",
        "Enabled": True,
    }
    if aliases is not None:
        config["Aliases"] = {"Quantity": len(aliases), **({"Items": aliases} if aliases else {})}
    return {
        "Distribution": {
            "Id": "EDFDVBD6EXAMPLE",
            "ARN": "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE",
            "Status": "Deployed",
            "LastModifiedTime": "2026-01-01T00:00:00Z",
            "InProgressInvalidationBatches": 0,
            "DomainName": "d111111abcdef8.cloudfront.net",
            "DistributionConfig": config,
        }
    }


def test_asked_once(client: Any) -> None:
    with Stubber(client) as aws:
        wanted = {"Id": "EDFDVBD6EXAMPLE"}
        aws.add_response("get_distribution", answer(["*.example.com", "cdn.example.com"]), wanted)
        found = read_distribution(client, "EDFDVBD6EXAMPLE")
        assert found.domain == "d111111abcdef8.cloudfront.net"
        assert found.aliases == ("*.example.com", "cdn.example.com")
        assert found.host == "cdn.example.com"
        # The stub would refuse a second request.
        assert read_distribution(client, "EDFDVBD6EXAMPLE") is found
        aws.assert_no_pending_responses()


@pytest.mark.parametrize("aliases", [None, [], ["*.example.com"]])
def test_without_an_alias_it_is_its_own_name(aliases: list[str] | None, client: Any) -> None:
    with Stubber(client) as aws:
        aws.add_response("get_distribution", answer(aliases))
        assert read_distribution(client, "E1").host == "d111111abcdef8.cloudfront.net"


def test_what_fails_is_asked_again(client: Any) -> None:
    with Stubber(client) as aws:
        aws.add_client_error("get_distribution", "NoSuchDistribution")
        aws.add_response("get_distribution", answer(None))
        with pytest.raises(client.exceptions.NoSuchDistribution):
            read_distribution(client, "E1")
        assert read_distribution(client, "E1").aliases == ()
