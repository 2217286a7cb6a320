using System.Text;
using OpenAI.Responses;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's client retrieves, polls, cancels and deletes a stored response.</summary>
public sealed class StoredResponseSdkTests(GatewayFixture fixture) : SdkTests(fixture)
{
    [Fact]
    public async Task OpenAIs_client_handles_stored_responses()
    {
        var client = OpenAISdk.Responses(Gateway);
        Upstream.Reply(SimulatedResponse.Text("hello"));
        var begun = (await client.CreateResponseAsync(Model("responses"), "hi")).Value;
        Upstream.When(SimulatedOperation.StoredResponse).Enqueue(
            Stored(begun.Id, "in_progress"),
            Stored(begun.Id, "cancelled"),
            SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes($$"""{"id":"{{begun.Id}}","object":"response.deleted","deleted":true}""")));

        var found = (await client.GetResponseAsync(begun.Id)).Value;
        var cancelled = (await client.CancelResponseAsync(begun.Id)).Value;
        var deleted = (await client.DeleteResponseAsync(begun.Id)).Value;

        Assert.Equal((begun.Id, ResponseStatus.InProgress, Model("responses")), (found.Id, found.Status, found.Model));
        Assert.Equal(ResponseStatus.Cancelled, cancelled.Status);
        Assert.True(deleted.Deleted);
    }

    private static SimulatedRawResponse Stored(string id, string status) => SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(
        $$"""{"id":"{{id}}","object":"response","created_at":1,"status":"{{status}}","model":"simulated-model","output":[],"tools":[],"tool_choice":"auto","parallel_tool_calls":true}"""));
}
