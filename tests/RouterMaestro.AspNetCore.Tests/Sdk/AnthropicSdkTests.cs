using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using Anthropic.Models.Models;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>Anthropic's client lists models and talks.</summary>
public sealed class AnthropicSdkTests(GatewayFixture fixture) : SdkTalkTests(fixture)
{
    private readonly AnthropicClient _client = AnthropicSdk.Client(fixture.Gateway);

    protected override bool KnowsTemperature => false;

    [Fact]
    public async Task Models_of_all_providers_are_listed()
    {
        var page = await _client.Models.List();

        Assert.Equal(["chat/simulated-model", "messages/simulated-model", "responses/simulated-model", "router-maestro"], page.Items.Select(m => m.ID).Order());
        Assert.All(page.Items, m => Assert.NotEmpty(m.DisplayName));
        Assert.False(page.HasNext());
    }

    [Fact]
    public async Task Models_come_in_pages()
    {
        var first = await _client.Models.List(new ModelListParams { Limit = 2 });
        Assert.True(first.HasNext());
        var second = await first.Next();

        Assert.False(second.HasNext());
        Assert.Equal(
            ["chat/simulated-model", "messages/simulated-model", "responses/simulated-model", "router-maestro"],
            first.Items.Concat(second.Items).Select(m => m.ID).Order());
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_model_is_found_by_an_id_with_a_slash(string upstream)
    {
        var model = await _client.Models.Retrieve(Model(upstream));

        Assert.Equal(Model(upstream), model.ID);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_response_has_text_usage_and_stop_reason(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("Hello \"Wörld\"\n😀").WithUsage(12, 3, cacheRead: 4));

        var response = await _client.Messages.Create(AnthropicSdk.Ask(upstream));

        response.Validate();
        Assert.Equal("Hello \"Wörld\"\n😀", AnthropicSdk.Text(response));
        Assert.Equal((StopReason.EndTurn, Model(upstream)), (response.StopReason!.Value(), response.Model.Raw()));
        Assert.StartsWith("msg_", response.ID, StringComparison.Ordinal);
        Assert.Equal((12, 4, 3), (response.Usage.InputTokens, response.Usage.CacheReadInputTokens, response.Usage.OutputTokens));
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_streamed_response_arrives_piece_by_piece(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("Hel", "lo ", "there").WithUsage(12, 3, cacheRead: 4));
        List<RawMessageStreamEvent> events = [];

        await foreach (var e in _client.Messages.CreateStreaming(AnthropicSdk.Ask(upstream)))
        {
            e.Validate();
            events.Add(e);
        }

        var pieces = events.Select(e => e.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var text) ? text.Text : "");
        Assert.Equal(["Hel", "lo ", "there"], pieces.Where(p => p.Length > 0));
        Assert.True(events[0].TryPickStart(out var start));
        Assert.Equal(Model(upstream), start.Message.Model.Raw());
        Assert.True(events[^2].TryPickDelta(out var end));
        Assert.Equal(StopReason.EndTurn, end.Delta.StopReason!.Value());
        Assert.True(events[^1].TryPickStop(out _));
        Assert.Equal((12, 4, 3), (end.Usage.InputTokens ?? start.Message.Usage.InputTokens, end.Usage.CacheReadInputTokens ?? start.Message.Usage.CacheReadInputTokens, end.Usage.OutputTokens));
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_stream_folds_into_the_response_that_is_not_streamed(string upstream)
    {
        Upstream.Reply(TwoCalls.WithUsage(12, 3));
        var ask = AnthropicSdk.Ask(upstream) with { Tools = [AnthropicSdk.Weather] };

        var whole = await _client.Messages.Create(ask);
        var folded = await _client.Messages.CreateStreaming(ask).Aggregate();

        Assert.Equal((whole.StopReason!.Raw(), whole.Model.Raw()), (folded.StopReason!.Raw(), folded.Model.Raw()));
        Assert.Equal(AnthropicSdk.Text(whole), AnthropicSdk.Text(folded));
        Assert.Equal(AnthropicSdk.Calls(whole).Select(c => c.Name), AnthropicSdk.Calls(folded).Select(c => c.Name));
        Assert.Equal(2, AnthropicSdk.Calls(folded).Count());
    }

    [Fact]
    public async Task Anthropics_header_fields_arrive_but_not_the_gateways_key()
    {
        await _client.Messages.Create(AnthropicSdk.Ask("messages"));

        var headers = Assert.Single(Received).Headers;
        Assert.Matches(@"^20\d\d-\d\d-\d\d$", headers["anthropic-version"]);
        Assert.Equal(TestGateway.UpstreamKey, headers["x-api-key"]);
        Assert.DoesNotContain(headers, h => h.Value.Contains(TestGateway.Key, StringComparison.Ordinal));
    }

    protected override Task TalkAsync(string upstream) => _client.Messages.Create(
        AnthropicSdk.Ask(upstream, new UserMessageParam("one"), new AssistantMessageParam("two"), new UserMessageParam("three")) with
        {
            System = "Be brief.",
            MaxTokens = 50,
            StopSequences = ["END"],
        });

    protected override async Task<string> ShowAsync(string upstream, string text, byte[] png)
    {
        List<ContentBlockParam> content =
        [
            new TextBlockParam(text),
            new ImageBlockParam(new Base64ImageSource { Data = Convert.ToBase64String(png), MediaType = MediaType.ImagePng }),
        ];
        return AnthropicSdk.Text(await _client.Messages.Create(AnthropicSdk.Ask(upstream, new UserMessageParam(content))));
    }

    protected override async Task<string> FillInAsync(string upstream, string schema)
    {
        var format = new JsonOutputFormat { Schema = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(schema)! };
        return AnthropicSdk.Text(await _client.Messages.Create(AnthropicSdk.Ask(upstream) with { OutputConfig = new OutputConfig { Format = format } }));
    }
}
