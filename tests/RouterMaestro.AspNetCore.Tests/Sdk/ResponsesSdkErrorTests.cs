using System.ClientModel;
using OpenAI.Responses;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's client notices in Responses what goes wrong, before and after the first content.</summary>
public sealed class ResponsesSdkErrorTests(GatewayFixture fixture) : SdkTests(fixture)
{
    private readonly ResponsesClient _client = OpenAISdk.Responses(fixture.Gateway);

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_providers_error_keeps_its_status_and_words(string upstream, int status)
    {
        Upstream.Reply(SimulatedFault.Status(status, "the provider's very words"));

        var whole = await Assert.ThrowsAsync<ClientResultException>(() => _client.CreateResponseAsync(ResponsesSdk.Ask(upstream)));
        var streamed = await Assert.ThrowsAsync<ClientResultException>(() => ResponsesSdk.ReadAsync(_client, ResponsesSdk.Ask(upstream)));

        Assert.Equal((status, status), (whole.Status, streamed.Status));
        Assert.Contains("the provider's very words", whole.Message, StringComparison.Ordinal);
        Assert.Contains("the provider's very words", streamed.Message, StringComparison.Ordinal);

        // the gateway asks once more after 500 and 503
        Assert.Equal(status is 500 or 503 ? 4 : 2, Asked.Count);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_wrong_key_is_refused_before_any_provider_is_asked(string upstream)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => OpenAISdk.Responses(Gateway, "sk-wrong").CreateResponseAsync(ResponsesSdk.Ask(upstream)));

        Assert.Equal(401, error.Status);
        Assert.Empty(Asked);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => _client.CreateResponseAsync("nobody/nothing", "hi"));

        Assert.Equal(404, error.Status);
        Assert.Contains("nobody/nothing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_response_that_a_provider_keeps_is_carried_on_there_or_refused_by_name(string upstream)
    {
        var ask = ResponsesSdk.Ask(upstream);
        ask.PreviousResponseId = "resp_1";

        if (upstream == "responses")
        {
            await _client.CreateResponseAsync(ask);
            Assert.Equal("resp_1", Assert.Single(Asked).Json!.Value.GetProperty("previous_response_id").GetString());
            return;
        }

        var error = await Assert.ThrowsAsync<ClientResultException>(() => _client.CreateResponseAsync(ask));
        Assert.Equal(400, error.Status);
        Assert.Contains("previous_response_id", error.Message, StringComparison.Ordinal);
        Assert.Empty(Asked);
    }

    [Theory]
    [MemberData(nameof(BreakOffs))]
    public async Task A_stream_that_breaks_off_fails_after_what_has_come(string upstream, string way)
    {
        Upstream.Reply(BreaksOff(way));

        AssertFailed(await ResponsesSdk.ReadAsync(_client, ResponsesSdk.Ask(upstream)));
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_stream_that_falls_silent_fails(string upstream)
    {
        await using var gateway = await TestGateway.StartAsync(new RoutingSettings { Limits = new TimeLimits { Idle = TimeSpan.FromSeconds(1) } });
        gateway.Upstream.Reply(SimulatedAnswer.Text("one ", "two ", "three").StallAfter(2));

        AssertFailed(await ResponsesSdk.ReadAsync(OpenAISdk.Responses(gateway), ResponsesSdk.Ask(upstream)));
    }

    /// <summary>This client never throws for what a stream says: an application must look for the update that tells of the failure.</summary>
    private static void AssertFailed(List<StreamingResponseUpdate> updates)
    {
        Assert.Equal("one two ", ResponsesSdk.TextOf(updates));
        var failed = Assert.IsType<StreamingResponseFailedUpdate>(updates[^1]).Response;
        var begun = Assert.IsType<StreamingResponseCreatedUpdate>(updates[0]).Response;
        Assert.Equal((ResponseStatus.Failed, begun.Id, begun.Model), (failed.Status, failed.Id, failed.Model));
        Assert.NotEmpty(failed.Error.Message);
        Assert.DoesNotContain(updates, u => u is StreamingResponseCompletedUpdate or StreamingResponseIncompleteUpdate);
        Assert.Equal(Enumerable.Range(0, updates.Count), updates.Select(u => u.SequenceNumber));
    }
}
