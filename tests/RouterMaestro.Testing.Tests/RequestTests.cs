using System.Text;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>What the simulator keeps of requests, and which step serves which.</summary>
public class RequestTests : SimulatorTest
{
    [Fact]
    public async Task A_request_is_kept_as_it_came()
    {
        using var http = new HttpClient();
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(Upstream.Address, "some/prefix/v1/messages?beta=true"))
        {
            Content = new ByteArrayContent("{ \"model\" : \"m\", \"max_tokens\":5, \"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}] }"u8.ToArray()),
        };
        message.Headers.Add("anthropic-version", "2023-06-01");
        message.Headers.Add("anthropic-beta", ["a", "b"]);
        using var response = await http.SendAsync(message);
        Assert.True(response.IsSuccessStatusCode);

        var request = Assert.Single(Upstream.Requests);
        Assert.Equal((1, "POST", "/some/prefix/v1/messages", "?beta=true"), (request.Number, request.Method, request.Path, request.Query));
        Assert.Equal((WireProtocol.AnthropicMessages, SimulatedOperation.Generate, "m", true), (request.Protocol, request.Operation, request.Model, request.IsStream));
        Assert.Equal("a,b", request.Headers["Anthropic-Beta"].Replace(" ", "", StringComparison.Ordinal));
        Assert.StartsWith("{ \"model\" : \"m\"", Encoding.UTF8.GetString(request.Body.Span), StringComparison.Ordinal);
        Assert.Equal(5, request.Json!.Value.GetProperty("max_tokens").GetInt32());
        await request.WaitForEndAsync(Soon());
        Assert.NotNull(request.EndedAt);
        Assert.Null(request.ClientLeftAt);
    }

    [Fact]
    public async Task Without_a_script_a_request_is_echoed()
    {
        var chat = await Client.AskAsync("chat", messages: """
            {"role":"user","content":"Weather?"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"w","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c1","content":"18 C"},
            {"role":"user","content":[{"type":"text","text":"And this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}
            """, more: """
            ,"tools":[{"type":"function","function":{"name":"w","parameters":{"type":"object","properties":{}}}}]
            """);
        Assert.Equal("model=m images=1 tools=w results=18 C text=And this?", chat.Text);

        var messages = await Client.AskAsync("messages", messages: """
            {"role":"user","content":"Weather?"},
            {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"w","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"18 C"}]},{"type":"text","text":"And this?"},
              {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}]}
            """, more: """
            ,"tools":[{"name":"w","input_schema":{"type":"object"}}]
            """);
        Assert.Equal("model=m images=1 tools=w results=18 C text=And this?", messages.Text);

        var responses = await Client.AskAsync("responses", messages: """
            {"role":"user","content":"Weather?"},
            {"type":"function_call","call_id":"c1","name":"w","arguments":"{}"},
            {"type":"function_call_output","call_id":"c1","output":"18 C"},
            {"role":"user","content":[{"type":"input_text","text":"And this?"},{"type":"input_image","image_url":"data:image/png;base64,AA=="}]}
            """, more: """
            ,"instructions":"Be brief.","tools":[{"type":"function","name":"w"},{"type":"namespace","name":"n","tools":[{"type":"function","name":"x"}]},{"type":"web_search"}]
            """);
        Assert.Equal("model=m images=1 tools=w,n.x,web_search results=18 C text=And this?", responses.Text);
        Assert.Equal(("Be brief.", "user", 4), (Upstream.Requests[^1].Content.System, Upstream.Requests[^1].Content.LastRole, Upstream.Requests[^1].Content.MessageCount));
    }

    [Fact]
    public async Task Enqueued_steps_serve_one_request_each_and_then_the_reply_serves()
    {
        Upstream.Reply(SimulatedResponse.Text("usual"));
        Upstream.Enqueue(SimulatedResponse.Text("first"), SimulatedFault.Status(503));
        Upstream.Enqueue(Enumerable.Repeat(SimulatedResponse.Text("third"), 2));

        var texts = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var answer = await Client.AskAsync("chat");
            texts.Add(answer.ErrorMessage is null ? answer.Text : "error");
        }

        Assert.Equal(["first", "error", "third", "third", "usual"], texts);
    }

    [Fact]
    public async Task The_first_rule_that_has_a_step_serves()
    {
        Upstream.Reply(SimulatedResponse.Text("usual"));
        Upstream.When(r => r.Model == "a").Enqueue(SimulatedResponse.Text("a once"));
        Upstream.When(r => r.Model!.StartsWith('a')).Reply(r => SimulatedResponse.Text($"rule for {r.Model}"));

        Assert.Equal("usual", (await Client.AskAsync("chat", model: "b")).Text);
        Assert.Equal("a once", (await Client.AskAsync("chat", model: "a")).Text);
        Assert.Equal("rule for a", (await Client.AskAsync("messages", model: "a")).Text);
        Assert.Equal("rule for ab", (await Client.AskAsync("messages", model: "ab", stream: true)).Text);

        Upstream.Reset();
        Assert.Empty(Upstream.Requests);
        Assert.StartsWith("model=ab", (await Client.AskAsync("chat", model: "ab")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_are_told_apart_from_lists_of_models()
    {
        await Client.GetAsync("v1/models");
        await Client.AskAsync("chat", model: "asked");
        Assert.Equal(2, Upstream.Requests.Count);
        Assert.Equal("asked", Assert.Single(Upstream.Calls).Model);
    }

    [Fact]
    public async Task A_test_can_wait_for_a_request()
    {
        var second = Upstream.WaitForRequestAsync(2, Soon());
        await Client.AskAsync("chat", model: "one");
        Assert.False(second.IsCompleted);
        await Client.AskAsync("chat", model: "two");
        Assert.Equal("two", (await second).Model);
    }

    [Fact]
    public async Task A_client_that_leaves_is_noticed()
    {
        Upstream.Reply(SimulatedResponse.Text("a", "b", "c").StallAfter(1));
        using var gone = new CancellationTokenSource();
        using var response = await Client.SendAsync("messages", WireClient.Request("messages", stream: true));
        var reading = response.Content.ReadAsByteArrayAsync(gone.Token);
        var request = await Upstream.WaitForRequestAsync(1, Soon());
        Assert.Null(request.ClientLeftAt);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        await request.WaitForClientToLeaveAsync(Soon());
        await request.WaitForEndAsync(Soon());
        Assert.NotNull(request.ClientLeftAt);
    }

    [Fact]
    public async Task A_script_that_throws_says_so()
    {
        Upstream.Reply(_ => throw new InvalidOperationException("my mistake"));
        Assert.Contains("my mistake", (await Client.AskAsync("messages")).ErrorMessage!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_clients_at_once_get_a_step_each()
    {
        Upstream.Enqueue(Enumerable.Range(0, 20).Select(i => SimulatedResponse.Text($"{i}")));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Client.AskAsync(i % 2 == 0 ? "chat" : "messages", i % 3 == 0)));
        Assert.Equal(Enumerable.Range(0, 20), answers.Select(a => int.Parse(a.Text, System.Globalization.CultureInfo.InvariantCulture)).Order());
        Assert.Equal(Enumerable.Range(1, 20), Upstream.Requests.Select(r => r.Number).Order());
        Assert.Equal(20, answers.Select(a => a.Id).Distinct().Count());
    }

    [Fact]
    public async Task Disposing_ends_what_is_under_way()
    {
        var upstream = await UpstreamSimulator.StartAsync();
        upstream.Reply(SimulatedFault.Silence());
        using var client = new WireClient(upstream);
        var call = client.SendAsync("chat", WireClient.Request("chat"));
        await upstream.WaitForRequestAsync(1, Soon());

        await upstream.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
        await upstream.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }
}
