using System.Text;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Requests;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>
/// Whole conversations: a caller's request (<c>.in.json</c>) and what we make of it for a provider (<c>.out.json</c>, with what was
/// lost), a provider's stream (<c>.in.sse</c>) and what we make of it for a caller (<c>.out.sse</c>).
/// </summary>
public sealed class AnthropicGoldenTests
{
    public static IEnumerable<object[]> Conversations => Golden.Names("anthropic", ".in.json").Select(n => new object[] { n });

    [Theory]
    [MemberData(nameof(Conversations))]
    public void A_request_matches_its_golden_file(string name)
    {
        var losses = new LossSink();
        var request = AnthropicRequestReader.Read(Golden.Read($"{name}.in.json"), RequestHints.None, losses);
        var target = AnthropicTesting.Target(new ModelLimits(MaxOutputTokens: 64_000));

        var written = AnthropicTesting.WriteRequest(request, target, losses);

        var lost = string.Join(", ", losses.Fields.Select(f => $"\"{f}\""));
        Golden.CheckJson($"{name}.out.json", $$"""{"request":{{Encoding.UTF8.GetString(written)}},"lost":[{{lost}}]}""");
    }

    [Theory]
    [MemberData(nameof(Conversations))]
    public void A_stream_matches_its_golden_file(string name) =>
        Golden.Check($"{name}.out.sse", Encoding.UTF8.GetString(AnthropicTesting.Encode(Golden.Read($"{name}.in.sse"))));
}
