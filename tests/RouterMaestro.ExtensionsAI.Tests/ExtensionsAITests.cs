using System.ClientModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Responses;
using RouterMaestro.AspNetCore.Tests.Sdk;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.ExtensionsAI.Tests;

/// <summary>Microsoft.Extensions.AI 10.11.0 over OpenAI's client 2.14.0, for which it was built, in Chat and in Responses.</summary>
public sealed class ExtensionsAITests(GatewayFixture fixture) : SdkTests(fixture)
{
    private static readonly AIFunction _weather = AIFunctionFactory.Create((string city) => "Sun in " + city, "get_weather", "Tells the weather.");

    /// <summary>Gets the protocols that the library speaks, with every provider's.</summary>
    public static TheoryData<string, string> Pairs => ProtocolCase.Matrix([ProtocolCase.Chat, ProtocolCase.Responses], ProtocolCase.All);

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_response_has_text_usage_and_finish_reason(string caller, string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("Hello \"Wörld\"").WithUsage(12, 3, cacheRead: 4));

        var response = await Client(caller, upstream).GetResponseAsync("hi");

        // the library reports no finish reason for a response without a stream in Responses
        ChatFinishReason? finish = caller == "chat" ? ChatFinishReason.Stop : null;
        Assert.Equal(("Hello \"Wörld\"", finish, Model(upstream)), (response.Text, response.FinishReason, response.ModelId));
        Assert.Equal((16, 3, 19), (response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount, response.Usage?.TotalTokenCount));
        Assert.Equal(4, response.Usage?.CachedInputTokenCount);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_streamed_response_arrives_piece_by_piece(string caller, string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("Hel", "lo ", "there").WithUsage(12, 3));

        var updates = await Client(caller, upstream).GetStreamingResponseAsync("hi").ToListAsync();

        Assert.Equal(["Hel", "lo ", "there"], updates.Select(u => u.Text).Where(t => t.Length > 0));
        var response = updates.ToChatResponse();
        Assert.Equal((ChatFinishReason.Stop, 15L), (response.FinishReason, response.Usage?.TotalTokenCount));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Its_loop_of_parallel_calls_comes_to_the_end(string caller, string upstream)
    {
        Upstream.Enqueue(Calls);
        using var client = new ChatClientBuilder(Client(caller, upstream)).UseFunctionInvocation().Build();

        var response = await client.GetResponseAsync("Where is it warmer?", Options(caller));

        AssertLoop(response);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Its_loop_of_parallel_calls_comes_to_the_end_of_streams(string caller, string upstream)
    {
        Upstream.Enqueue(Calls);
        using var client = new ChatClientBuilder(Client(caller, upstream)).UseFunctionInvocation().Build();

        AssertLoop(await client.GetStreamingResponseAsync("Where is it warmer?", Options(caller)).ToChatResponseAsync());
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Its_loop_continues_stored_responses_if_the_provider_stores_them(string upstream)
    {
        Upstream.Enqueue(Calls);
        using var client = new ChatClientBuilder(Client("responses", upstream)).UseFunctionInvocation().Build();
        var response = await client.GetResponseAsync("Where is it warmer?", new ChatOptions { Tools = [_weather] });

        AssertResults(response);
        var isKept = Received[1].Json!.Value.TryGetProperty("previous_response_id", out var previous);
        Assert.Equal(upstream == "responses", isKept);
        Assert.Equal(isKept ? "" : "Where is it warmer?", Received[1].Content.LastUserText);
        Assert.True(!isKept || previous.GetString()!.StartsWith("resp_Sim", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_typed_response_is_read(string caller, string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("""{"city":"Köln","degrees":18}"""));

        var response = await Client(caller, upstream).GetResponseAsync<Weather>("How warm is it?");

        Assert.Equal(new Weather("Köln", 18), response.Result);
        Assert.Contains("degrees", Assert.Single(Received).Json!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task An_image_arrives(string caller, string upstream)
    {
        var message = new ChatMessage(ChatRole.User, [new TextContent("what is it?"), new DataContent(Convert.FromBase64String(Png), "image/png")]);

        var response = await Client(caller, upstream).GetResponseAsync([message]);

        Assert.Equal("model=simulated-model images=1 text=what is it?", response.Text);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_conversation_and_its_settings_arrive(string caller, string upstream)
    {
        ChatMessage[] messages =
            [new(ChatRole.System, "Be brief."), new(ChatRole.User, "one"), new(ChatRole.Assistant, "two"), new(ChatRole.User, "three")];

        await Client(caller, upstream).GetResponseAsync(messages, new ChatOptions { MaxOutputTokens = 50, Temperature = 0.25f });

        var received = Assert.Single(Received);
        Assert.Equal(("Be brief.", "three"), (received.Content.System, received.Content.LastUserText));
        Assert.Equal(0.25, received.Json!.Value.GetProperty("temperature").GetDouble());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Errors_are_typed(string caller, string upstream)
    {
        foreach (var status in new[] { 400, 429, 529 })
        {
            Upstream.Reply(SimulatedFault.Status(status, "the provider's very words"));

            var error = await Assert.ThrowsAsync<ClientResultException>(() => Client(caller, upstream).GetResponseAsync("hi"));

            Assert.Equal(status, error.Status);
            Assert.Contains("the provider's very words", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(BreakOffs))]
    public Task A_stream_that_breaks_off_throws(string upstream, string way) => RealTime.HoldsAsync(async () =>
    {
        Upstream.Reply(BreaksOff(way));
        List<ChatResponseUpdate> updates = [];

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in Client("chat", upstream).GetStreamingResponseAsync("hi"))
            {
                updates.Add(update);
            }
        });

        RealTime.Arrives("one two ", string.Concat(updates.Select(u => u.Text)));
        Assert.DoesNotContain(updates, u => u.FinishReason is not null);
    });

    private static SimulatedResponse Calls => SimulatedResponse.Text("Looking.")
        .WithToolCall("get_weather", """{"city":"Köln"}""")
        .WithToolCall("get_weather", """{"city":"Paris"}""");

    /// <summary>Has the client send the whole conversation: providers of Chat and Messages store no response.</summary>
    private static ChatOptions Options(string caller) => new()
    {
        Tools = [_weather],
        AllowMultipleToolCalls = true,
        RawRepresentationFactory = caller == "responses" ? _ => new CreateResponseOptions { StoredOutputEnabled = false } : null,
    };

    private void AssertLoop(ChatResponse response)
    {
        AssertResults(response);
        Assert.Equal("Where is it warmer?", Received[1].Content.LastUserText);
    }

    private void AssertResults(ChatResponse response)
    {
        Assert.Contains("tools=get_weather results=", response.Text, StringComparison.Ordinal);
        Assert.Equal(2, Received.Count);
        Assert.Equal(["Sun in Köln", "Sun in Paris"], Received[1].Content.ToolResults.Select(result => JsonSerializer.Deserialize<string>(result)));
    }

    private IChatClient Client(string caller, string upstream) => caller == "chat"
        ? OpenAISdk.Chat(Gateway, upstream).AsIChatClient()
        : OpenAISdk.Responses(Gateway).AsIChatClient(Model(upstream));

    private sealed record Weather(string City, int Degrees);
}
