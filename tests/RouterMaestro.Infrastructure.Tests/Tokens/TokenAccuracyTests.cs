using System.Globalization;
using System.Text;
using System.Text.Json;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Tokens;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.TestKit;

namespace RouterMaestro.Infrastructure.Tests.Tokens;

/// <summary>Compares the estimates with the counts of providers.</summary>
public sealed class TokenAccuracyTests(TokenizerFixture fixture) : IClassFixture<TokenizerFixture>
{
    /// <summary>
    /// Excluded recordings, by the end of their names, with the reason: their count does not belong to the recorded request. Rows with media,
    /// rows with content that a provider adds, and rows that are not recorded completely are marked in the data.
    /// </summary>
    private static readonly (string End, string Reason)[] _unfair =
    [
        ("MultipleResponseInstructions.exchanges.json#0", "the prompt is stored at the provider"),
        ("direct-uploaded_file-document-openai_chat.exchanges.json#1", "a file is stored at the provider"),
        ("test_background_mode_streaming_vcr.exchanges.json#0", "a background call passes as it stands or not at all"),
        ("test_background_mode_streaming_continuation_vcr.exchanges.json#0", "a background call passes as it stands or not at all"),
        ("test_openai_responses_compact_messages.exchanges.json#2", "not a call but an order to compact, at another path"),
        ("test_anthropic_compaction_round_trip.exchanges.json#0", "the provider compacts, and tells the model how in words that nobody sees"),
        ("test_openai_responses_reasoning_mode_pro.exchanges.json#0", "the sum of several runs that the provider makes of one call"),
        ("test_openai_responses_output_type.exchanges.json#0", "of the API's first weeks, when it counted more than the request"),
        ("test_openai_responses_system_prompt.exchanges.json#0", "of the API's first weeks, when it counted more than the request"),
        ("test_tools_streaming_variant_a.exchanges.json#0", "answered, and counted, by another maker's model than asked for"),
        ("test_tools_streaming_variant_a.exchanges.json#1", "answered, and counted, by another maker's model than asked for"),
        ("test_tools_streaming_variant_b.exchanges.json#0", "answered, and counted, by another maker's model than asked for"),
        ("test_tools_streaming_variant_b.exchanges.json#1", "answered, and counted, by another maker's model than asked for"),
    ];

    private readonly TextTokenizer _tokenizer = fixture.Tokenizer;

    /// <summary>Gets the recordings by family, with the mean error that they may have, in percent, and how many there are at least.</summary>
    public static TheoryData<string, double, int> Families => new()
    {
        { "openai-chat", 5, 120 },
        { "openai-responses", 5, 80 },
        { "anthropic-messages", 10, 95 },
    };

    [SharedDataTheory]
    [MemberData(nameof(Families))]
    public void Estimates_are_near_and_seldom_low(string family, double most, int rows)
    {
        var estimates = Estimates(family);

        Assert.True(estimates.Count >= rows, $"only {estimates.Count} rows");
        Assert.True(MeanOf(estimates) <= most, Table(estimates));
        Assert.True(estimates.Count(e => e.Error < -5) <= 0.02 * estimates.Count, Table(estimates));
    }

    /// <summary>The factors of the Claude families are fitted on the files with even numbers.</summary>
    [SharedDataFact]
    public void Factors_hold_for_conversations_that_they_were_not_fitted_on()
    {
        var estimates = Estimates("anthropic-messages");
        var files = estimates.Select(e => FileOf(e.Name)).Distinct().Order(StringComparer.Ordinal).ToList();

        var heldOut = estimates.Where(e => files.IndexOf(FileOf(e.Name)) % 2 == 1).ToList();

        Assert.True(heldOut.Count > 40, $"only {heldOut.Count} rows");
        Assert.True(MeanOf(heldOut) <= 10, Table(heldOut));
    }

    [SharedDataFact]
    public void The_published_table_is_the_measured_one()
    {
        var table = Table([.. Families.SelectMany(f => Estimates((string)f[0]))]);

        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "token-counting.md")).ReplaceLineEndings("\n");

        Assert.True(page.Contains(table, StringComparison.Ordinal), "docs/token-counting.md should hold:\n" + table);
    }

    [SharedDataFact]
    public void Every_excluded_recording_exists()
    {
        var names = UsageRow.ReadAll().Where(IsWhole).Select(r => r.Name).ToList();

        Assert.All(_unfair, unfair => Assert.Contains(names, name => name.EndsWith(unfair.End, StringComparison.Ordinal)));
    }

    [SharedDataFact]
    public void Plain_conversations_with_OpenAI_are_counted_exactly()
    {
        var rows = UsageRow.ReadAll().Where(r => r.Family is "openai-chat" or "openai-responses" && r.Model is "gpt-4o" or "gpt-4o-mini" or "gpt-4.1" && IsFair(r))
            .Where(r => !Holds(r, "\"tools\"", "\"functions\"", "\"tool_calls\"", "json_schema", "encrypted_content", "web_search_options"))
            .ToList();

        Assert.True(rows.Count > 50, $"only {rows.Count} rows");
        Assert.All(rows, row => Assert.Equal((row.Name, row.Tokens), (row.Name, Estimate(row).Tokens)));
    }

    [SharedDataFact]
    public void Whole_requests_with_functions_are_near_what_was_measured()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Root!, "tokens", "function-calling-cases.json")));
        var cases = document.RootElement.GetProperty("cases").EnumerateArray().Where(c => !HasLoneResult(c)).ToList();

        Assert.True(cases.Count > 25);
        Assert.All(cases, one =>
        {
            var body = Encoding.UTF8.GetBytes("{\"model\":\"gpt-4o\"," + one.GetRawText()[1..]);
            var request = Codecs.All.InboundFor(WireProtocol.OpenAIChat).ReadRequest(body, RequestHints.None, new LossSink());
            var tokens = TokenEstimate.Of(request, FamilyOf("gpt-4o", WireProtocol.OpenAIChat), Codecs.All.DescriptionOf(WireProtocol.OpenAIChat), ToolMentions.None, _tokenizer, CancellationToken.None);
            var excess = tokens - one.GetProperty("tokens").GetInt32();

            // descriptions within objects are counted too, which older models were not shown
            Assert.InRange(excess, request.Tools.IsEmpty ? 0 : -5, request.Tools.IsEmpty ? 4 : 25);
            Assert.True(excess == 0 || !request.Tools.IsEmpty || one.GetRawText().Contains("function_call", StringComparison.Ordinal));
        });
    }

    // such a conversation is refused
    private static bool HasLoneResult(JsonElement one) => one.GetProperty("messages").EnumerateArray().Any(m => m.GetProperty("role").GetString() == "function");

    private static bool IsWhole(UsageRow row) => row is { HasMedia: false, HasServerFeatures: false, IsElided: false };

    private static bool IsFair(UsageRow row) => IsWhole(row) && !_unfair.Any(u => row.Name.EndsWith(u.End, StringComparison.Ordinal));

    private static bool Holds(UsageRow row, params string[] words)
    {
        var body = Encoding.UTF8.GetString(Recordings.Get(row.Name).RequestBody!);
        return words.Any(word => body.Contains(word, StringComparison.Ordinal));
    }

    private static string FileOf(string name) => name[..name.LastIndexOf('#')];

    private static double MeanOf(IReadOnlyCollection<Estimated> estimates) => estimates.Average(e => Math.Abs(e.Error));

    private static TokenFamily FamilyOf(string model, WireProtocol protocol) => TokenFamilies.Of(new ModelRef("p", model), Codecs.All.DescriptionOf(protocol).FramesItems);

    private static WireProtocol ProtocolOf(string family) => family switch
    {
        "anthropic-messages" => WireProtocol.AnthropicMessages,
        "openai-responses" => WireProtocol.OpenAIResponses,
        _ => WireProtocol.OpenAIChat,
    };

    private static string Table(IReadOnlyCollection<Estimated> estimates)
    {
        var text = new StringBuilder("| Protocol | Family | Requests | Mean error | Bias | More than 5 % too low |\n|---|---|---:|---:|---:|---:|\n");
        foreach (var group in estimates.GroupBy(e => (e.Protocol, e.Family)).OrderBy(g => g.Key.Protocol, StringComparer.Ordinal).ThenBy(g => g.Key.Family, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Protocol} | {group.Key.Family} | {group.Count()} | ")
                .Append(CultureInfo.InvariantCulture, $"{MeanOf([.. group]):F1} % | {group.Average(e => e.Error):+0.0;-0.0;0.0} % | {group.Count(e => e.Error < -5)} |\n");
        }

        return text.ToString();
    }

    private List<Estimated> Estimates(string family) => [.. UsageRow.ReadAll().Where(r => r.Family == family && IsFair(r)).Select(Estimate)];

    private Estimated Estimate(UsageRow row)
    {
        var recording = Recordings.Get(row.Name);
        var protocol = ProtocolOf(row.Family);
        var family = FamilyOf(row.Model, protocol);
        var request = Codecs.All.InboundFor(protocol).ReadRequest(recording.RequestBody, RequestHints.None, new LossSink());
        var tokens = TokenEstimate.Of(request, family, Codecs.All.DescriptionOf(protocol), ToolMentions.In(recording.RequestBody), _tokenizer, CancellationToken.None);
        return new Estimated(row.Name, protocol.DisplayName, family.Name, tokens, 100d * (tokens - row.Tokens) / row.Tokens);
    }

    /// <summary>An estimate, and by how many percent it is too high.</summary>
    private sealed record Estimated(string Name, string Protocol, string Family, int Tokens, double Error);
}
