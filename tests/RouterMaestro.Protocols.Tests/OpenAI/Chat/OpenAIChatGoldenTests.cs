using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>
/// Golden files of conversations: a caller's request (<c>.in.json</c>) and the request to a provider (<c>.out.json</c>, with the losses),
/// a provider's stream (<c>.in.sse</c>) and the stream to the caller (<c>.out.sse</c>).
/// </summary>
public sealed class OpenAIChatGoldenTests
{
    public static IEnumerable<object[]> Conversations => Golden.Names("openai-chat", ".in.json").Select(n => new object[] { n });

    [Theory]
    [MemberData(nameof(Conversations))]
    public void A_request_is_translated_as_in_the_golden_file(string name)
    {
        var losses = new LossSink();
        var request = OpenAIChatTesting.Read(Golden.Read($"{name}.in.json"), losses);

        var written = OpenAIChatTesting.WriteRequest(request, losses: losses);

        var lost = string.Join(", ", losses.Fields.Select(f => $"\"{f}\""));
        Golden.CheckJson($"{name}.out.json", $$"""{"request":{{written}},"lost":[{{lost}}]}""");
    }

    [Theory]
    [MemberData(nameof(Conversations))]
    public void A_stream_is_translated_as_in_the_golden_file(string name) =>
        Golden.Check($"{name}.out.sse", OpenAIChatTesting.Encode(Golden.Read($"{name}.in.sse")));
}
