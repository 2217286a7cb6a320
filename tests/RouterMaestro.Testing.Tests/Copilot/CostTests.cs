using System.Text.Json;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests.Copilot;

/// <summary>The cost that answers state, and the ledger that counts it.</summary>
public sealed class CostTests : CopilotTest
{
    private const string Stream = ",\"stream\":true";
    private static readonly SimulatedResponse _answer = SimulatedResponse.Text("one ", "two ", "three ").WithUsage(10, 7, cacheRead: 100, cacheWrite: 20, reasoning: 3);

    // 10 * 3 + 100 * 1 + 20 * 5 + 7 * 11
    private const long Cost = 307;

    private protected override CopilotSimulatorOptions Options => new() { Prices = new(Input: 3, CacheRead: 1, CacheWrite: 5, Output: 11) };

    [Fact]
    public async Task Bodies_state_it_beside_the_usage()
    {
        Copilot.Reply(_answer);
        var chat = await JsonAsync(Call(CopilotModel.Chat, Ask("gpt-4o")));
        var responses = await JsonAsync(Call(CopilotModel.Responses, AskResponses()));
        var messages = await JsonAsync(Call(CopilotModel.Messages, AskClaude()));

        Assert.All([chat, responses, messages], body => Assert.Equal(Cost, Stated(body)));
        Assert.Equal(130, chat.GetProperty("usage").GetProperty("prompt_tokens").GetInt64());
        Assert.Equal(130, responses.GetProperty("usage").GetProperty("input_tokens").GetInt64());
        Assert.Equal(10, messages.GetProperty("usage").GetProperty("input_tokens").GetInt64());
        Assert.Equal(
            [("input", 10, 3_000_000), ("cache_read", 100, 1_000_000), ("cache_write", 20, 5_000_000), ("output", 7, 11_000_000)],
            messages.GetProperty("copilot_usage").GetProperty("token_details").EnumerateArray().Select(d => (
                d.GetProperty("token_type").GetString()!, d.GetProperty("token_count").GetInt32(), d.GetProperty("cost_per_batch").GetInt32())));
        Assert.Equal(3 * Cost, Copilot.Ledger.TotalNanoAiu);
    }

    [Fact]
    public async Task Streams_state_it_at_their_end()
    {
        Copilot.Reply(_answer);
        var chat = await EventsAsync(CopilotModel.Chat, Ask("gpt-4o", Stream));
        var responses = await EventsAsync(CopilotModel.Responses, AskResponses(Stream));
        var messages = await EventsAsync(CopilotModel.Messages, AskClaude(Stream));

        Assert.Equal(Cost, Stated(Assert.Single(chat, IsPriced)));
        Assert.Equal("stop", chat.Single(IsPriced).GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal((Cost, "response.completed"), (Stated(Assert.Single(responses, IsPriced)), responses.Single(IsPriced).GetProperty("type").GetString()));
        Assert.Equal((Cost, "message_delta"), (Stated(Assert.Single(messages, IsPriced)), messages.Single(IsPriced).GetProperty("type").GetString()));
        Assert.Equal(["/chat/completions", "/responses", "/v1/messages"], Copilot.Ledger.Entries.Select(e => e.Endpoint));

        Copilot.Reply(_answer.WithQuirks(CopilotQuirks.UsageInsideResponse));
        responses = await EventsAsync(CopilotModel.Responses, AskResponses(Stream));
        Assert.DoesNotContain(responses, IsPriced);
        Assert.Equal(Cost, Stated(responses[^1].GetProperty("response")));
    }

    [Fact]
    public async Task An_entry_says_whose_call_it_was()
    {
        Copilot.Reply(_answer);
        var call = Call(CopilotModel.Chat, Ask("gpt-4o"));
        var id = call.Headers.GetValues("X-Request-Id").Single();
        await SendAsync(call);
        var entry = Assert.Single(Copilot.Ledger.Entries);
        Assert.Equal((id, "octocat", "gpt-4o", Cost), (entry.RequestId, entry.Account, entry.Model, entry.NanoAiu));
        Assert.Equal(new SimulatedUsage(10, 7, 100, 20, 3), entry.Usage);
        var account = await JsonAsync(GitHub("/copilot_internal/user", Copilot.AddGitHubToken()));
        Assert.Equal(Cost / 1e9, account.GetProperty("credits_used").GetDouble());
        Copilot.Reset();
        Assert.Equal((0, 0), (Copilot.Ledger.TotalNanoAiu, Copilot.Requests.Count));
    }

    [Fact]
    public async Task Prices_may_be_of_the_model_and_zero()
    {
        Copilot.Models = [new CopilotModel("gpt-4o") { Prices = new(0, 0, 0, 0) }];
        Copilot.Reply(_answer);
        Assert.Equal(0, Stated(await JsonAsync(Call(CopilotModel.Chat, Ask("gpt-4o")))));
        Assert.Equal(0, Assert.Single(Copilot.Ledger.Entries).NanoAiu);
    }

    [Fact]
    public async Task Vectors_cost_too_and_token_counts_do_not()
    {
        var vectors = await JsonAsync(Call("/embeddings", """{"model":"text-embedding-3-small","input":["x","y"]}"""));
        Assert.Equal(3 * 8, Stated(vectors));
        await SendAsync(Call("/v1/messages/count_tokens", AskClaude()));
        Assert.Equal((24, "/embeddings"), (Copilot.Ledger.TotalNanoAiu, Assert.Single(Copilot.Ledger.Entries).Endpoint));
    }

    [Theory]
    [InlineData("/chat/completions")]
    [InlineData("/responses")]
    [InlineData("/v1/messages")]
    public async Task Only_what_was_sent_counts(string path)
    {
        string Body(bool isStream) => path switch
        {
            "/responses" => AskResponses(isStream ? Stream : ""),
            "/v1/messages" => AskClaude(isStream ? Stream : ""),
            _ => Ask("gpt-4o", isStream ? Stream : ""),
        };
        Copilot.Enqueue(
            _answer.CutAfter(2),
            _answer.CloseAfter(1),
            _answer.ErrorAfter(1),
            _answer.Without("finish", "message_delta", "response.completed"),
            SimulatedFault.Status(500),
            CopilotStep.QuotaExceeded());
        for (var i = 0; i < 6; i++)
        {
            using var response = await StartAsync(Call(path, Body(true)));
            _ = await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync());
        }

        Copilot.Enqueue(_answer.CutAfter(0));
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Call(path, Body(false))));
        Assert.Empty(Copilot.Ledger.Entries);

        Copilot.Enqueue(_answer.CutAtEnd(), _answer.InChunksOf(1), _answer.WithKeepAlives(TimeSpan.FromSeconds(1)));
        for (var i = 0; i < 3; i++)
        {
            _ = await StreamAsync(path, Body(true));
        }

        Copilot.Enqueue(_answer.InChunksOf(7));
        await SendAsync(Call(path, Body(false)));
        Assert.Equal(4, Copilot.Ledger.Entries.Count);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(int.MaxValue, 1)]
    public async Task A_call_that_is_cancelled_counts_if_it_had_the_cost(int after, int entries)
    {
        Copilot.Reply(after == 1 ? _answer.StallAfter(1) : _answer.StallAtEnd());
        using var leaving = new CancellationTokenSource();
        using var response = await StartAsync(Call(CopilotModel.Messages, AskClaude(Stream)), leaving.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var last = after == 1 ? "text_delta" : "message_stop";
        while ((await reader.ReadLineAsync(Soon()))?.Contains(last, StringComparison.Ordinal) is false)
        {
        }

        response.Dispose();
        await Copilot.Requests[0].WaitForClientToLeaveAsync(Soon());
        Assert.Equal(entries, Copilot.Ledger.Entries.Count);
    }

    [Fact]
    public async Task The_ledger_is_the_sum_of_what_callers_read()
    {
        var random = new Random(14);
        Copilot.Reply(request => request.Number % 3 == 0 ? _answer.WithUsage(request.Number, 3).CutAfter(request.Number % 5)
            : request.Number % 7 == 0 ? SimulatedFault.Status(500)
            : _answer.WithUsage(request.Number, 5, cacheRead: request.Number * 2));
        var read = await Task.WhenAll(Enumerable.Range(0, 300).Select(async _ =>
        {
            var stream = random.Next(2) == 0 ? Stream : "";
            var (path, body) = random.Next(3) switch
            {
                0 => (CopilotModel.Chat, Ask("gpt-4o", stream)),
                1 => (CopilotModel.Responses, AskResponses(stream)),
                _ => (CopilotModel.Messages, AskClaude(stream)),
            };
            using var response = await StartAsync(Call(path, body));
            return response.IsSuccessStatusCode ? await ReadCostAsync(response, stream.Length > 0) : 0;
        }));

        Assert.Equal(read.Sum(), Copilot.Ledger.TotalNanoAiu);
        Assert.InRange(Copilot.Ledger.Entries.Count, 100, 299);
    }

    private static async Task<long> ReadCostAsync(HttpResponseMessage response, bool isStream)
    {
        if (isStream)
        {
            var transcript = await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync());
            return transcript.Events.Where(e => e.Data.Contains("total_nano_aiu", StringComparison.Ordinal)).Sum(e => Stated(JsonDocument.Parse(e.Data).RootElement));
        }

        try
        {
            return Stated(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private static bool IsPriced(JsonElement json) => json.TryGetProperty("copilot_usage", out _);

    private static long Stated(JsonElement json) => json.GetProperty("copilot_usage").GetProperty("total_nano_aiu").GetInt64();
}
