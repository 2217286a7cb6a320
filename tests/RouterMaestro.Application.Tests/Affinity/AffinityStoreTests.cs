using System.Globalization;
using System.Text;
using RouterMaestro.Application.Affinity;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Tests.Affinity;

public sealed class AffinityStoreTests
{
    private readonly AffinityStore _store = new();

    [Fact]
    public void A_signature_is_found_with_its_provider()
    {
        Assert.True(_store.IsEmpty);
        Remember("short", "p");
        Remember(new string('x', 5000), "q");

        Assert.False(_store.IsEmpty);
        Assert.Equal("p", Find("short"));
        Assert.Equal("q", Find(new string('x', 5000)));
        Assert.Null(Find("other"));
    }

    [Fact]
    public void A_signature_of_several_providers_has_none()
    {
        Remember("same", "p");
        Remember("same", "p");
        Assert.Equal("p", Find("same"));

        Remember("same", "q");
        Remember("same", "p");
        Assert.Null(Find("same"));
    }

    [Fact]
    public void The_oldest_entries_are_forgotten_unless_they_are_read()
    {
        Remember("in use", "p");
        Remember("forgotten", "p");
        for (var i = 0; i < 150_000; i++)
        {
            Remember(i.ToString(CultureInfo.InvariantCulture), "q");
            if (i % 10_000 == 0)
            {
                Assert.Equal("p", Find("in use"));
            }
        }

        Assert.Equal("p", Find("in use"));
        Assert.Equal("q", Find("149999"));
        Assert.Equal("q", Find("120000"));
        Assert.Null(Find("forgotten"));
        Assert.Null(Find("0"));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(5000)]
    public void A_response_is_found_with_its_model(int length)
    {
        var id = new string('r', length);
        _store.RememberResponse(Encoding.UTF8.GetBytes(id), new ModelRef("p", "org/m"));

        Assert.Equal(new ModelRef("p", "org/m"), _store.FindResponse(id));
        Assert.Null(_store.FindResponse(id + "x"));
    }

    [Fact]
    public void A_call_is_found_with_its_signature_at_its_provider()
    {
        Assert.False(_store.SignsCalls("p"));
        _store.RememberCall(Digest(1), "p", "one");
        _store.RememberCall(Digest(1), "q", "other");
        _store.RememberCall(Digest(1), "P", "two");

        Assert.True(_store.SignsCalls("P"));
        Assert.False(_store.SignsCalls("r"));
        Assert.Equal(("two", "other"), (_store.FindCall(Digest(1), "p"), _store.FindCall(Digest(1), "q")));
        Assert.Null(_store.FindCall(Digest(2), "p"));
    }

    [Fact]
    public void Signatures_of_calls_are_bounded_by_their_length_and_the_oldest_are_forgotten()
    {
        var signature = new string('s', 4096);
        _store.RememberCall(Digest(-1), "p", "in use");
        _store.RememberCall(Digest(-2), "p", "forgotten");
        _store.RememberCall(Digest(-3), "p", new string('s', 100_000));
        for (var i = 0; i < 5000; i++)
        {
            _store.RememberCall(Digest(i), "p", signature);
            Assert.Equal("in use", _store.FindCall(Digest(-1), "p"));
        }

        Assert.Equal(signature, _store.FindCall(Digest(4999), "p"));
        Assert.Null(_store.FindCall(Digest(-2), "p"));
        Assert.Null(_store.FindCall(Digest(-3), "p"));
        Assert.Null(_store.FindCall(Digest(0), "p"));
    }

    private static byte[] Digest(int number) => System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number));

    private void Remember(string signature, string provider) => _store.RememberSignature(Encoding.UTF8.GetBytes(signature), provider);

    private string? Find(string signature) => _store.FindSignature(Encoding.UTF8.GetBytes(signature));
}
