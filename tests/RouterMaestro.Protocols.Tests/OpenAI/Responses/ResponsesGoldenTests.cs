using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>
/// Whole conversations: a caller's request (<c>.in.json</c>) and what we make of it for a provider (<c>.out.json</c>, with what was
/// lost), a provider's stream (<c>.in.sse</c>) and what we make of it for that caller (<c>.out.sse</c>).
/// </summary>
public sealed class ResponsesGoldenTests
{
    public static IEnumerable<object[]> Conversations => Golden.Names("openai-responses", ".in.json").Select(n => new object[] { n });

    [Theory]
    [MemberData(nameof(Conversations))]
    public void A_request_becomes_what_was_agreed(string name)
    {
        var losses = new LossSink();
        var request = ResponsesTesting.Read(Golden.Read($"{name}.in.json"), losses);

        var written = ResponsesTesting.WriteRequest(request, losses: losses);

        var lost = string.Join(", ", losses.Fields.Select(f => $"\"{f}\""));
        Golden.CheckJson($"{name}.out.json", $$"""{"request":{{written}},"lost":[{{lost}}]}""");
    }

    [Theory]
    [MemberData(nameof(Conversations))]
    public void A_stream_becomes_what_was_agreed(string name)
    {
        var options = ResponsesTesting.Options with { Tools = ResponsesTesting.Read(Golden.Read($"{name}.in.json")).Tools };

        Golden.Check($"{name}.out.sse", ResponsesTesting.Encode(Golden.Read($"{name}.in.sse"), options));
    }
}
