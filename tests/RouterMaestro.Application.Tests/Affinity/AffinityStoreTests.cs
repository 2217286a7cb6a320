using System.Globalization;
using System.Text;
using RouterMaestro.Application.Affinity;

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
        Assert.Equal("p", _store.Find("short"));
        Assert.Equal("p", _store.Find("short"u8));
        Assert.Equal("q", _store.Find(new string('x', 5000)));
        Assert.Null(_store.Find("other"));
    }

    [Fact]
    public void A_signature_of_several_providers_has_none()
    {
        Remember("same", "p");
        Remember("same", "p");
        Assert.Equal("p", _store.Find("same"));

        Remember("same", "q");
        Remember("same", "p");
        Assert.Null(_store.Find("same"));
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
                Assert.Equal("p", _store.Find("in use"));
            }
        }

        Assert.Equal("p", _store.Find("in use"));
        Assert.Equal("q", _store.Find("149999"));
        Assert.Equal("q", _store.Find("120000"));
        Assert.Null(_store.Find("forgotten"));
        Assert.Null(_store.Find("0"));
    }

    private void Remember(string signature, string provider) => _store.Remember(Encoding.UTF8.GetBytes(signature), provider);
}
