using System.Text;
using System.Text.Json;
using RouterMaestro.TestKit;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>Requests of the captured clients: npm openai 7.57.0 and NuGet OpenAI 2.15.0.</summary>
public sealed class OpenAIChatCaptureTests
{
    [SharedDataTheory]
    [InlineData("sdk-openai")]
    [InlineData("sdk-dotnet")]
    public void Captured_requests_survive_being_written_and_read(string client)
    {
        var calls = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SharedData.Root!, "..", "clients", "captures", client), "*.json").Order())
        {
            using var capture = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = capture.RootElement;
            var status = root.GetProperty("response").GetProperty("status").GetInt32();
            if (!root.GetProperty("url").GetString()!.EndsWith("/chat/completions", StringComparison.Ordinal) || status is 400 or 422)
            {
                continue;
            }

            var request = Read(Encoding.UTF8.GetBytes(root.GetProperty("body").GetRawText()));
            Assert.NotEmpty(request.Messages);
            var again = Read(WriteRequest(request, Target() with { IsOpenAIItself = true, Server = RouterMaestro.Protocols.Abstractions.Servers.ServerFacts.OpenAI }));
            Assert.Equal(request.Tools.Count, again.Tools.Count);
            Assert.Equal(request.Messages, again.Messages);
            calls++;
        }

        Assert.True(calls >= 20, $"only {calls} calls");
    }
}
