using RouterMaestro.Infrastructure.Pricing;
using RouterMaestro.TestKit;

namespace RouterMaestro.Infrastructure.Tests.Pricing;

public sealed class PriceTableTests
{
    [Fact]
    public void The_table_is_small_and_every_vendor_has_prices()
    {
        var table = PriceTableReader.Read();

        Assert.True(new FileInfo(File("src/RouterMaestro.Infrastructure/Pricing/prices.tsv")).Length < 400_000);
        Assert.True(table.Count > 1000);
        Assert.All(
            new[] { "openai/gpt-4.1", "anthropic/claude-sonnet-4-5", "google/gemini-2.5-pro", "xai/grok-4", "deepseek/deepseek-chat", "groq/llama-3.3-70b-versatile", "github-copilot/gpt-5.4", "openrouter/openai/gpt-4.1" },
            id => Assert.NotNull(table.Find(table.FindVendor(id.Split('/')[0])!, id.Split('/', 2)[1], new(2026, 9, 30, 0, 0, 0, TimeSpan.Zero))));
        Assert.All(table.Vendors.Select(vendor => vendor.PricedAs).OfType<string>(), vendor => Assert.NotNull(table.FindVendor(vendor)));
    }

    [Theory]
    [InlineData("price before a vendor")]
    [InlineData("source\ta\tb\tnever")]
    [InlineData("vendor\tv\nsource\ta\tA\t2026-01-01\nm\t\t\tother\t1")]
    [InlineData("vendor\tv\twrong")]
    [InlineData("vendor\tv\tcolour: red")]
    [InlineData("vendor\tv\nsource\ta\tA\t2026-01-01\nm\t\twhen=never\ta\t1")]
    [InlineData("vendor\tv\nsource\ta\tA\t2026-01-01\nm\t\t\ta\t-1")]
    [InlineData("vendor\tv\nsource\ta\tA\t2026-01-01\nm\t\t\ta\t9000000000000000000")]
    public void A_wrong_line_is_refused(string text) => Assert.Throws<FormatException>(() => PriceTableReader.Read(new StringReader(text)));

    [Fact]
    public void An_id_with_a_date_of_its_own_keeps_its_price_and_the_last_price_of_a_time_wins()
    {
        const string Text = "source\ts\tS\t2026-01-01\nvendor\tv\thosts: h.example\tmissing: cache_read=1/10*input\tresells: yes\n"
            + "m\t\t\ts\t100\nm\t\tfrom=2026-02-01\ts\t200\nm-2025-01-01\t\t\ts\t300/7\nonly-20250101\t\t\ts\t400";
        var table = PriceTableReader.Read(new StringReader(Text));
        var vendor = table.FindVendor("v")!;

        Assert.Equal(100, InputOf("m", 1));
        Assert.Equal(200, InputOf("M-2025-02-02", 2));
        Assert.Equal(300, InputOf("m-2025-01-01", 2));
        Assert.Equal(400, InputOf("only", 1));
        Assert.Equal(200, InputOf("v/m", 2));
        Assert.Null(InputOf("n", 1));
        Assert.Equal(10, table.Find(vendor, "m", default)!.Tiers[0].Rates.CacheRead);
        Assert.Equal(7, table.Find(vendor, "m-2025-01-01", default)!.Tiers[0].Rates.CacheRead);

        long? InputOf(string model, int month) => table.Find(vendor, model, new(2026, month, 1, 0, 0, 0, TimeSpan.Zero))?.Tiers[0].Rates.Input;
    }

    [Fact]
    public void No_price_is_zero_but_those_of_free_variants()
    {
        Assert.All(
            System.IO.File.ReadLines(File("src/RouterMaestro.Infrastructure/Pricing/prices.tsv")).Select(line => line.Split('\t')).Where(cells => cells is [_, _, _, _, ['0', ..], ..]),
            cells => Assert.EndsWith(":free", cells[0]));
    }

    private static string File(string path) => Path.Combine(Repository.Root, path);
}
