using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.TestKit;
using static RouterMaestro.Protocols.Tests.OpenAI.Responses.ResponsesTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>Requests of the captured clients.</summary>
public sealed class ResponsesCaptureTests
{
    [SharedDataFact]
    public void Requests_of_captured_clients_survive_being_written_and_read()
    {
        var calls = 0;
        foreach (var (name, body) in ClientCaptures.Bodies("*", "/v1/responses"))
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.TryGetProperty("previous_response_id", out var previous) && previous.ValueKind == JsonValueKind.String)
            {
                Assert.Equal("previous_response_id", Assert.Throws<RouterException>(() => Read(body)).Error.Param);
                continue;
            }

            var request = Read(body);
            var again = Read(WriteRequest(request, Target() with { IsOpenAIItself = true }));
            Assert.True(request.Tools.Select(NameOf).SequenceEqual(again.Tools.Select(NameOf)), name);
            Assert.Equal(request.Messages, again.Messages);
            Assert.Equal(request.ToolChoice, again.ToolChoice);
            calls++;
        }

        Assert.True(calls >= 5, $"only {calls} calls");
    }

    private static string? NameOf(Tool tool) => tool is Tool.Function function ? function.Name : ((Tool.BuiltIn)tool).Kind;
}
