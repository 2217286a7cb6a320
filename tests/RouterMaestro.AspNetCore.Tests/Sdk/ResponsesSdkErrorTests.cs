using System.ClientModel;
using OpenAI.Responses;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's client reports errors of the Responses API, before and after the first content.</summary>
public sealed class ResponsesSdkErrorTests(GatewayFixture fixture) : SdkErrorTests(fixture)
{
    private readonly ResponsesClient _client = OpenAISdk.Responses(fixture.Gateway);

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_stored_response_is_continued_at_its_provider_or_refused_by_name(string upstream)
    {
        var ask = ResponsesSdk.Ask(upstream);
        ask.PreviousResponseId = "resp_1";

        if (upstream == "responses")
        {
            await _client.CreateResponseAsync(ask);
            Assert.Equal("resp_1", Assert.Single(Received).Json!.Value.GetProperty("previous_response_id").GetString());
            return;
        }

        var error = await Assert.ThrowsAsync<ClientResultException>(() => _client.CreateResponseAsync(ask));
        Assert.Equal(404, error.Status);
        Assert.Contains("previous_response_not_found", error.Message, StringComparison.Ordinal);
        Assert.Empty(Received);
    }

    protected override async Task<(int Status, string Message)> RefusedAsync(string model, bool stream, string key = TestGateway.Key)
    {
        var (client, ask) = (OpenAISdk.Responses(Gateway, key), new CreateResponseOptions(model, [ResponseItem.CreateUserMessageItem("hi")]));
        var error = await Assert.ThrowsAsync<ClientResultException>(() => stream ? ResponsesSdk.ReadAsync(client, ask) : client.CreateResponseAsync(ask));
        return (error.Status, error.Message);
    }

    // this client never throws for an event of a stream: an application must handle the update with the failure
    protected override async Task<string> ReadBrokenAsync(TestGateway gateway, string upstream, string way)
    {
        var updates = await ResponsesSdk.ReadAsync(OpenAISdk.Responses(gateway), ResponsesSdk.Ask(upstream));
        var failed = Assert.IsType<StreamingResponseFailedUpdate>(updates[^1]).Response;
        var begun = Assert.IsType<StreamingResponseCreatedUpdate>(updates[0]).Response;
        Assert.Equal((ResponseStatus.Failed, begun.Id, begun.Model), (failed.Status, failed.Id, failed.Model));
        Assert.NotEmpty(failed.Error.Message);
        Assert.DoesNotContain(updates, u => u is StreamingResponseCompletedUpdate or StreamingResponseIncompleteUpdate);
        Assert.Equal(Enumerable.Range(0, updates.Count), updates.Select(u => u.SequenceNumber));
        return ResponsesSdk.TextOf(updates);
    }
}
