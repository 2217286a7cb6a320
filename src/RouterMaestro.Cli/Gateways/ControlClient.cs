using System.Net.Http.Headers;
using System.Text.Json;
using RouterMaestro.Control;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Talks to the gateways that this user has started on this machine, by the tokens of their records.</summary>
internal sealed class ControlClient : IDisposable
{
    // a gateway on this machine that takes longer hangs
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    // no proxy of the environment has a part in it
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = _patience };

    /// <summary>Asks which gateway answers at the address of a record; null if it is not the recorded one, or nobody answers.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<ControlContract?> IdentifyAsync(ServerRecord record, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, GatewayControl.Path, record, cancellationToken);

    /// <summary>Asks a gateway to stop; null if it is not the recorded one, or nobody answers.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<ControlContract?> StopAsync(ServerRecord record, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, GatewayControl.StopPath, record, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<ControlContract?> SendAsync(HttpMethod method, string path, ServerRecord record, CancellationToken cancellationToken)
    {
        if (record is not { Token: { } token, Instance: { } instance } || !Uri.TryCreate(record.Address, UriKind.Absolute, out var address))
        {
            return null;
        }

        using var request = new HttpRequestMessage(method, new Uri(address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            var answer = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(cancellationToken), ControlJson.Default.ControlContract);
            return answer is not null && answer.Instance == instance && answer.ProcessId == record.ProcessId ? answer : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
