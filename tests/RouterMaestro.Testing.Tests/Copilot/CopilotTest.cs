using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Observing;

namespace RouterMaestro.Testing.Tests.Copilot;

/// <summary>A test with a Copilot simulator and a plain client of it.</summary>
public abstract class CopilotTest : IAsyncLifetime
{
    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

    protected CopilotSimulator Copilot { get; private set; } = null!;

    private protected virtual CopilotSimulatorOptions Options => new();

    private protected string Token { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Copilot = await CopilotSimulator.StartAsync(Options);
        Token = Copilot.AddCopilotToken();
    }

    public async Task DisposeAsync() => await Copilot.DisposeAsync();

    private protected static CancellationToken Soon() => new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token;

    private protected static string Ask(string model, string more = "") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]{{more}}}""";

    private protected static string AskClaude(string more = "") => Ask("claude-sonnet-4.6", $",\"max_tokens\":64{more}");

    private protected static string AskResponses(string more = "", string input = "\"Hi\"") => $$"""{"model":"gpt-5.5","input":{{input}}{{more}}}""";

    /// <summary>Makes a good request of the API.</summary>
    private protected HttpRequestMessage Call(string path, string? body, string initiator = "user")
    {
        var message = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, $"{Copilot.ApiUrl}{path}");
        AddEditor(message);
        message.Headers.Add("Authorization", $"Bearer {Token}");
        message.Headers.Add("Copilot-Integration-Id", "vscode-chat");
        message.Headers.Add("OpenAI-Intent", "conversation-panel");
        message.Headers.Add("X-Request-Id", Guid.NewGuid().ToString());
        if (body is not null)
        {
            message.Content = Json(body);
            message.Headers.Add("X-Initiator", initiator);
        }

        if (path.StartsWith(CopilotModel.Messages, StringComparison.Ordinal))
        {
            message.Headers.Add("anthropic-version", "2023-06-01");
        }

        return message;
    }

    /// <summary>Makes a good request of GitHub's API.</summary>
    private protected HttpRequestMessage GitHub(string path, string token)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, $"{Copilot.GitHubApiUrl}{path}");
        AddEditor(message);
        message.Headers.TryAddWithoutValidation("Authorization", $"token {token}");
        message.Headers.Add("Accept", "application/json");
        return message;
    }

    private protected HttpRequestMessage Exchange(string token) => GitHub("/copilot_internal/v2/token", token);

    private protected HttpRequestMessage Login(string path, string body)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, $"{Copilot.GitHubUrl}{path}") { Content = Json(body) };
        message.Headers.Add("Accept", "application/json");
        return message;
    }

    private protected static async Task<(int Status, string Text, HttpResponseMessage Response)> SendAsync(HttpRequestMessage message)
    {
        var response = await StartAsync(message);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    private protected static async Task<JsonElement> JsonAsync(HttpRequestMessage message)
    {
        var (_, text, _) = await SendAsync(message);
        return JsonDocument.Parse(text).RootElement;
    }

    private protected async Task<SseTranscript> StreamAsync(string path, string body)
    {
        using var response = await StartAsync(Call(path, body));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync());
    }

    private protected async Task<JsonElement[]> EventsAsync(string path, string body) =>
        [.. (await StreamAsync(path, body)).Events.Where(e => e.Data != "[DONE]").Select(e => JsonDocument.Parse(e.Data).RootElement)];

    private protected static Task<HttpResponseMessage> StartAsync(HttpRequestMessage message, CancellationToken cancellation = default) =>
        _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);

    private static void AddEditor(HttpRequestMessage message)
    {
        message.Headers.Add("Editor-Version", "vscode/1.104.3");
        message.Headers.Add("Editor-Plugin-Version", "copilot-chat/0.26.7");
        message.Headers.Add("User-Agent", "GitHubCopilotChat/0.26.7");
        message.Headers.Add("X-GitHub-Api-Version", "2025-04-01");
        message.Headers.Add("X-Vscode-User-Agent-Library-Version", "electron-fetch");
    }

    private static ByteArrayContent Json(string body) =>
        new(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
