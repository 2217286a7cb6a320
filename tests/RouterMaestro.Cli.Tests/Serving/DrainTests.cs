using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Tests.Serving;

public sealed class DrainTests : IAsyncLifetime, IDisposable
{
    private const string Call = """{"model":"slow/simulated-model","stream":true,"messages":[{"role":"user","content":"Hello"}]}""";

    private readonly TestHome _home = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private UpstreamSimulator? _upstream;

    public async Task InitializeAsync() => _upstream = await UpstreamSimulator.StartAsync();

    [Fact]
    public async Task A_stream_under_way_is_finished_while_new_work_is_refused()
    {
        _upstream!.Reply(SimulatedResponse.Text("one ", "two ", "three").StallAfter(1, TimeSpan.FromMilliseconds(500)));
        await using var gateway = await StartAsync(TimeSpan.FromSeconds(20));
        var root = gateway.Address;
        var answer = AskAsync(root);
        await _upstream.WaitForRequestAsync();

        var stopping = gateway.StopAsync();
        var transcript = await answer;
        await stopping;

        Assert.Contains("three", string.Concat(transcript.Events.Select(e => e.Data)));
        Assert.Equal("[DONE]", transcript.Events[^1].Data);
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetAsync(new Uri(root, "health")));
    }

    [Fact]
    public async Task A_stream_that_outlasts_the_drain_period_is_cut()
    {
        _upstream!.Reply(SimulatedResponse.Text("one ", "two").StallAfter(1));
        await using var gateway = await StartAsync(TimeSpan.FromMilliseconds(300));
        var answer = AskAsync(gateway.Address);
        var request = await _upstream.WaitForRequestAsync();
        Assert.Equal(SimulatedOperation.Generate, request.Operation);

        await gateway.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        await request.WaitForEndAsync(limit.Token);
        Assert.DoesNotContain(await EventsAsync(answer), e => e.Data == "[DONE]");
    }

    public async Task DisposeAsync() => await _upstream!.DisposeAsync();

    public void Dispose()
    {
        _http.Dispose();
        _home.Dispose();
    }

    private static async Task<IReadOnlyList<SseTranscriptEvent>> EventsAsync(Task<SseTranscript> answer)
    {
        try
        {
            return (await answer).Events;
        }
        catch (HttpRequestException)
        {
            return [];
        }
    }

    private async Task<GatewayHost> StartAsync(TimeSpan drainPeriod)
    {
        var options = _home.Gateway(
            router => router.AddOpenAICompatible("slow", _upstream!.BaseUrl.AbsoluteUri, provider => provider.Models.Add("simulated-model")));
        var gateway = GatewayHost.Create(options with { DrainPeriod = drainPeriod });
        await gateway.StartAsync();
        return gateway;
    }

    private async Task<SseTranscript> AskAsync(Uri root)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, "v1/chat/completions")) { Content = new StringContent(Call) };
        request.Headers.Add("x-api-key", "sk-test");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await SseTranscript.ReadAsync(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
    }
}
