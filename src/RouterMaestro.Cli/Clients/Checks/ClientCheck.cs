using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Providers.Transport;

namespace RouterMaestro.Cli.Clients.Checks;

/// <summary>Sends requests in the forms of a client through the gateway, and says whether the client would work.</summary>
internal sealed class ClientCheck(CliEnvironment environment)
{
    private const int MaxDetail = 300;

    // a model that thinks first
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);

    /// <summary>Sends the requests, one after the other.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="endpoint">The gateway.</param>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(IEnumerable<ClientRequest> requests, Uri endpoint, string key, CancellationToken cancellationToken)
    {
        using var http = CreateClient();
        List<CheckResult> results = [];
        foreach (var request in requests)
        {
            results.Add(await SendAsync(http, request, endpoint, key, cancellationToken));
        }

        return results;
    }

    private HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, Proxy = UpstreamProxy.Create(environment.Variable) }) { Timeout = Timeout.InfiniteTimeSpan };

    private async Task<CheckResult> SendAsync(HttpClient http, ClientRequest request, Uri endpoint, string key, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_patience, environment.Clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var start = environment.Clock.GetTimestamp();
        string? problem;
        try
        {
            using var message = Message(request, endpoint, key);
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, end.Token);
            problem = ProblemOf(response.StatusCode, await response.Content.ReadAsStringAsync(end.Token), request);
        }
        catch (HttpRequestException exception)
        {
            problem = exception.HttpRequestError == HttpRequestError.ConnectionError
                ? $"the gateway does not run at {endpoint.GetLeftPart(UriPartial.Authority)}: start it with '{ProductInfo.Name} server start'"
                : "the connection broke before the response was complete";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            problem = "no complete response came within 90 seconds";
        }

        return new(request.Name, request.Model, (int)environment.Clock.GetElapsedTime(start).TotalMilliseconds, problem);
    }

    private static HttpRequestMessage Message(ClientRequest request, Uri endpoint, string key)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, request.Path.TrimStart('/')))
        {
            Content = new StringContent(request.Body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        message.Headers.UserAgent.Add(new(ProductInfo.Name, ProductInfo.Version));
        foreach (var (name, value) in request.Fields)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static string? ProblemOf(HttpStatusCode status, string body, ClientRequest request) => status switch
    {
        HttpStatusCode.OK when body.Contains("event: error", StringComparison.Ordinal) || body.Contains("event: response.failed", StringComparison.Ordinal) =>
            $"the stream ended with an error: {Detail(LastData(body))}",
        HttpStatusCode.OK when body.Contains(request.End, StringComparison.Ordinal) => null,
        HttpStatusCode.OK => body.Contains("\"error\"", StringComparison.Ordinal) ? $"the stream ended with an error: {Detail(LastData(body))}" : "the response ended too early",
        HttpStatusCode.Unauthorized => $"the gateway refuses the key: restart the gateway, or correct {ApiKeyStore.Variable}",
        HttpStatusCode.NotFound => $"{Detail(body)}: choose a model of '{ProductInfo.Name} model list'",
        HttpStatusCode.FailedDependency => $"{Detail(body)}: see '{ProductInfo.Name} auth list'",
        _ => $"status {(int)status}: {Detail(body)}",
    };

    private static string LastData(string body) => body.Split('\n').LastOrDefault(line => line.StartsWith("data: {", StringComparison.Ordinal))?[6..] ?? "";

    private static string Detail(string body)
    {
        try
        {
            var root = JsonNode.Parse(body);
            var error = root?["error"] ?? root?["response"]?["error"];
            if ((error?["message"] ?? error ?? root?["message"]) is JsonValue text && text.TryGetValue<string>(out var message))
            {
                return (message.Length > MaxDetail ? message[..MaxDetail] + "…" : message).ReplaceLineEndings(" ").TrimEnd('.');
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // another program answers there
        }

        return "without a reason";
    }
}
