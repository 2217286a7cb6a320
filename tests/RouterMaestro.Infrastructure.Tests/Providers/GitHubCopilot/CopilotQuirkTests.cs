using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>Every deviation of Copilot from a protocol, at every endpoint, for callers of every protocol.</summary>
public sealed class CopilotQuirkTests
{
    private const CopilotQuirks OfChat = CopilotQuirks.SplitChoices | CopilotQuirks.StopWithToolCalls | CopilotQuirks.ZeroUsage | CopilotQuirks.UsageAfterFinish
        | CopilotQuirks.Obfuscated;

    private const CopilotQuirks OfResponses = CopilotQuirks.RotatingIds | CopilotQuirks.NamespaceOnDone | CopilotQuirks.SummaryOnDone | CopilotQuirks.SuffixOnDone
        | CopilotQuirks.UsageInsideResponse | CopilotQuirks.Obfuscated;

    private static readonly string[] _callers = ["chat", "responses", "messages"];

    public static TheoryData<string, string, CopilotQuirks, bool> Directions
    {
        get
        {
            CopilotQuirks[] chat =
            [
                CopilotQuirks.SplitChoices, CopilotQuirks.StopWithToolCalls, CopilotQuirks.ToolCallText, CopilotQuirks.ZeroUsage, CopilotQuirks.UsageAfterFinish,
                CopilotQuirks.BareChunks, CopilotQuirks.CotKeys, CopilotQuirks.ThinkingKeys, CopilotQuirks.Obfuscated, OfChat, OfChat | CopilotQuirks.ThinkingKeys,
            ];
            CopilotQuirks[] responses =
            [
                CopilotQuirks.RotatingIds, CopilotQuirks.NamespaceOnDone, CopilotQuirks.SummaryOnDone, CopilotQuirks.SuffixOnDone, CopilotQuirks.UsageInsideResponse,
                CopilotQuirks.Obfuscated, OfResponses,
            ];
            var data = new TheoryData<string, string, CopilotQuirks, bool>();
            foreach (var stream in new[] { false, true })
            {
                Add("gemini-2.5-pro", chat, stream);
                Add("gpt-5.5", responses, stream);
                data.Add("messages", "claude-sonnet-4.6", CopilotQuirks.BedrockMetrics, stream);
            }

            return data;

            void Add(string model, CopilotQuirks[] quirks, bool stream)
            {
                foreach (var caller in _callers)
                {
                    foreach (var quirk in quirks)
                    {
                        data.Add(caller, model, quirk, stream);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public async Task A_response_with_a_quirk_is_read_as_one_without(string caller, string model, CopilotQuirks quirks, bool stream)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        var response = SimulatedResponse.Empty.WithReasoning("I think so.", "c2lnbmVk").WithText("I look ", "twice.")
            .WithToolCall("look", """{"at":"sky"}""").WithToolCall("look", """{"at":"sea"}""").WithUsage(input: 120, output: 9, cacheRead: 100);
        gateway.Copilot.Reply(response.WithQuirks(quirks));

        var (status, body) = await gateway.PostAsync(CopilotCallTests.PathOf(caller), Body(caller, $"github-copilot/{model}", stream));

        Assert.True(status == 200, body);
        var observed = CopilotCallTests.Observe(caller, body, stream);
        Assert.True(observed.Problems.All(problem => Passes(caller, model, quirks, problem)), string.Join('\n', observed.Problems) + body);
        Assert.True(observed.IsComplete, body);
        Assert.Equal("I look twice.", observed.Text);
        Assert.Equal(["""{"at":"sky"}""", """{"at":"sea"}"""], observed.ToolCalls.Select(call => call.Arguments));
        Assert.Equal((120, 9, 100), (observed.Usage!.Input, observed.Usage.Output, observed.Usage.CacheRead));
        Assert.DoesNotContain("copilot_usage", body, StringComparison.Ordinal);
        Assert.DoesNotContain("amazon-bedrock", body, StringComparison.Ordinal);
        Assert.True(observed.Reasoning == "I think so." || IsOwnWord(caller, model, quirks, body), body);
    }

    // official clients read these, so that passthrough leaves the bytes as they are: ids that change are correlated by output_index, a usage of zeros adds nothing,
    // and the whole text comes at the end
    private static bool Passes(string caller, string model, CopilotQuirks quirks, string problem) =>
        caller == "chat" && model == "gemini-2.5-pro"
            ? (quirks.HasFlag(CopilotQuirks.ZeroUsage) && problem == "usage is said twice") || quirks.HasFlag(CopilotQuirks.BareChunks)
            : caller == "responses" && model == "gpt-5.5"
            && ((quirks.HasFlag(CopilotQuirks.RotatingIds) && (problem == "the id changes" || problem.Contains(" another", StringComparison.Ordinal) || problem.Contains("other items", StringComparison.Ordinal)))
                || ((quirks & (CopilotQuirks.SuffixOnDone | CopilotQuirks.SummaryOnDone)) != 0 && problem.Contains("other than its pieces", StringComparison.Ordinal)));

    // passthrough leaves reasoning under the member in which Copilot sends it, since no official client reads any of them
    private static bool IsOwnWord(string caller, string model, CopilotQuirks quirks, string body) =>
        caller == "chat" && model == "gemini-2.5-pro" && body.Contains(
            quirks.HasFlag(CopilotQuirks.CotKeys) ? "cot_summary" : quirks.HasFlag(CopilotQuirks.ThinkingKeys) ? "thinking" : "reasoning_text", StringComparison.Ordinal);

    internal static string Body(string caller, string model, bool stream)
    {
        var body = CopilotCallTests.Body(caller, model, stream);
        return caller switch
        {
            "chat" => body.Replace("\"tools\"", "\"reasoning_effort\":\"high\",\"tools\"", StringComparison.Ordinal),
            "responses" => body.Replace("\"tools\"", "\"reasoning\":{\"effort\":\"high\",\"summary\":\"auto\"},\"include\":[\"reasoning.encrypted_content\"],\"tools\"", StringComparison.Ordinal),
            _ => body.Replace("\"max_tokens\":500", "\"max_tokens\":5000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}", StringComparison.Ordinal),
        };
    }
}
