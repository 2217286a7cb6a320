using System.Globalization;
using System.Text;
using RouterMaestro.Application.Affinity;

namespace RouterMaestro.Application.Tests.Affinity;

public sealed class AffinityStoreTests
{
    private readonly AffinityStore _book = new();

    [Fact]
    public void It_knows_who_gave_what()
    {
        Assert.True(_book.IsEmpty);
        Note("short", "p");
        Note(new string('x', 5000), "q");

        Assert.False(_book.IsEmpty);
        Assert.Equal("p", _book.Find("short"));
        Assert.Equal("p", _book.Find("short"u8));
        Assert.Equal("q", _book.Find(new string('x', 5000)));
        Assert.Null(_book.Find("other"));
    }

    [Fact]
    public void What_several_gave_says_nothing()
    {
        Note("same", "p");
        Note("same", "p");
        Assert.Equal("p", _book.Find("same"));

        Note("same", "q");
        Note("same", "p");
        Assert.Null(_book.Find("same"));
    }

    [Fact]
    public void It_forgets_the_oldest_but_not_what_is_asked_for()
    {
        Note("dear", "p");
        Note("forgotten", "p");
        for (var i = 0; i < 150_000; i++)
        {
            Note(i.ToString(CultureInfo.InvariantCulture), "q");
            if (i % 10_000 == 0)
            {
                Assert.Equal("p", _book.Find("dear"));
            }
        }

        Assert.Equal("p", _book.Find("dear"));
        Assert.Equal("q", _book.Find("149999"));
        Assert.Equal("q", _book.Find("120000"));
        Assert.Null(_book.Find("forgotten"));
        Assert.Null(_book.Find("0"));
    }

    private void Note(string given, string provider) => _book.Note(Encoding.UTF8.GetBytes(given), provider);
}
