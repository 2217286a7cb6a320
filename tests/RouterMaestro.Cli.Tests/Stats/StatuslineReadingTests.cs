using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Stats;

namespace RouterMaestro.Cli.Tests.Stats;

/// <summary>The reading by hand means the same as the contract.</summary>
public sealed class StatuslineReadingTests
{
    private static readonly StatuslineContract _full = new()
    {
        Last = new("lab/one", "claude-x", IsFallback: true, new DateTimeOffset(2026, 11, 30, 14, 29, 1, TimeSpan.Zero)),
        Today = new(12, Cost(), 0.92),
        Limit = new("github-copilot", "premium", 41.5, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)),
    };

    public static TheoryData<int> Documents => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_member_is_read(int which)
    {
        var written = which switch
        {
            0 => _full,
            1 => _full with { Last = null, Limit = null, Today = _full.Today with { CacheHitRate = null } },
            _ => _full with { Limit = _full.Limit! with { ResetsAt = null } },
        };
        var read = StatuslineReading.Read(JsonSerializer.SerializeToNode(written, AdminJson.Default.StatuslineContract)!.AsObject());
        Assert.Equal(JsonSerializer.Serialize(written, AdminJson.Default.StatuslineContract), JsonSerializer.Serialize(read, AdminJson.Default.StatuslineContract));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"today":5}""")]
    [InlineData("""{"today":{"requests":"many","cost":{}}}""")]
    public void Another_document_is_told(string json) =>
        Assert.Throws<InvalidDataException>(() => StatuslineReading.Read(JsonNode.Parse(json)!.AsObject()));

    private static StatsCostContract Cost() => new()
    {
        Counted = new(1_250_000_001, "1.250000001"),
        Stated = new(1_250_000_000, "1.250000000"),
        Table = new(1, "0.000000001"),
        Included = new(0, "0.000000000"),
        UnknownRequests = 2,
        Units = [],
    };
}
