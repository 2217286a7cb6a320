using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>
/// Conversations: a caller's request (<c>.in.json</c>) and the request for a provider (<c>.out.json</c>, with the
/// losses), a provider's stream (<c>.in.sse</c>) and the stream for the caller (<c>.out.sse</c>).
/// </summary>
public sealed class ResponsesGoldenTests
{
    public static IEnumerable<object[]> Conversations => Golden.Names("openai-responses", ".in.json").Select(n => new object[] { n });

    [Theory]
    [MemberData(nameof(Conversations))]
    public void A_request_matches_its_golden_file(string name)
    {
        var losses = new LossSink();
        var request = ResponsesTesting.Read(Golden.Read($"{name}.in.json"), losses);

        var written = ResponsesTesting.WriteRequest(request, losses: losses);

        var lost = string.Join(", ", losses.Fields.Select(f => $"\"{f}\""));
        Golden.CheckJson($"{name}.out.json", $$"""{"request":{{written}},"lost":[{{lost}}]}""");
    }

    [Theory]
    [MemberData(nameof(Conversations))]
    public void A_stream_matches_its_golden_file(string name)
    {
        var options = ResponsesTesting.Options with { Tools = ResponsesTesting.Read(Golden.Read($"{name}.in.json")).Tools };

        Golden.Check($"{name}.out.sse", ResponsesTesting.Encode(Golden.Read($"{name}.in.sse"), options));
    }
}
