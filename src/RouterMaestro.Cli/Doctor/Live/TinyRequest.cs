using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Doctor.Live;

/// <summary>Sends the smallest useful request to a model, and judges the response.</summary>
internal sealed class TinyRequest(TimeProvider clock)
{
    /// <summary>The tokens that a model may write: Responses providers accept no fewer.</summary>
    public const int MaxTokens = 16;

    private const string ProviderHeader = "x-router-maestro-provider";

    /// <summary>Sends the request.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="provider">The provider that must respond.</param>
    /// <param name="model">The model's id at the provider.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>What was found.</returns>
    public async Task<Finding> SendAsync(LiveGateway gateway, string provider, string model, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["model"] = $"{provider}/{model}",
            ["max_tokens"] = MaxTokens,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Say hi." }),
        };
        var start = clock.GetTimestamp();
        using var response = await gateway.SendAsync(body.ToJsonString(), cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var time = string.Create(CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(start).TotalMilliseconds:0} ms");
        if (!response.IsSuccessStatusCode)
        {
            return Refused(provider, model, (int)response.StatusCode, MessageIn(text));
        }

        // the strategy of the gateway may have gone on to another provider
        var served = response.Headers.TryGetValues(ProviderHeader, out var values) ? values.FirstOrDefault() : null;
        return served is null || served == provider
            ? Finding.Ok(provider, $"a request to {model} was answered ({time})")
            : Finding.Problem(provider, $"A request to {model} failed, and {served} answered in its place.", $"the log of the gateway has the reason; try '{model}' with fallback.strategy none.");
    }

    // 400 and 429 say that the key is right, and may be about this model alone
    private static Finding Refused(string provider, string model, int status, string message) => status switch
    {
        400 or 404 => Finding.Warning(provider, $"A request to {model} was refused (status {status}): {message}", "call the model that you use; this one was chosen by its name."),
        401 => Finding.Warning(provider, $"No request was sent: the gateway refuses the key of clients: {message}", "'router-maestro context test' says which key is wrong."),
        429 => Finding.Warning(provider, $"A request to {model} was refused for now (status 429): {message}", "wait, or look at the limits and the credit of the account."),
        _ => Finding.Problem(provider, $"A request to {model} failed (status {status}): {message}", "the message is the provider's: look at the account and at the model's name."),
    };

    private static string MessageIn(string text)
    {
        try
        {
            return (string?)JsonNode.Parse(text)?["error"]?["message"] ?? "no message";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return "no message";
        }
    }
}
