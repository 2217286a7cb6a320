using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>An operator edits <c>priorities.json</c> while the gateway runs.</summary>
public sealed class HandEditTests : IDisposable
{
    private const int Edits = 20;
    private const int Truncated = 11;
    private const int Requests = 500;
    private static readonly TimeSpan _between = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _promised = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-tests-");
    private readonly ConcurrentQueue<(int Edit, long At)> _served = [];
    private readonly ConcurrentQueue<HttpStatusCode> _statuses = [];

    private ConfigPaths Paths => new(Path.Combine(_folder.FullName, "config"), Path.Combine(_folder.FullName, "data"));

    [Fact]
    public Task No_call_suffers_from_twenty_edits_and_each_is_in_effect_within_two_seconds() => RealTime.HoldsAsync(async () =>
    {
        _served.Clear();
        _statuses.Clear();
        Write(Priorities(0));
        await using var gateway = await TestGateway.StartAsync(configure: router => router.UseFileConfiguration(Paths));

        var editing = EditAsync(gateway.Client);
        await AskAsync(gateway.Client, editing).WaitAsync(_patience);

        Assert.InRange(_statuses.Count, Requests, int.MaxValue);
        Assert.All(_statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.DoesNotContain(_served, s => s.Edit == Truncated);
        foreach (var (edit, at) in await editing)
        {
            var first = _served.Where(s => s.Edit >= edit).Min(s => s.At);
            RealTime.InRange(TimeProvider.System.GetElapsedTime(at, first), TimeSpan.Zero, _promised);
        }
    });

    public void Dispose() => _folder.Delete(recursive: true);

    // the model of the request shows which edit was in effect
    private static string Priorities(int edit) => $$"""{ "priorities": ["chat/edit-{{edit}}"] }""";

    private static Task<string> HealthAsync(HttpClient client) => client.GetStringAsync(new Uri("/health", UriKind.Relative));

    private async Task AskAsync(HttpClient client, Task editing)
    {
        using var clock = new PeriodicTimer(_between);
        List<Task> calls = [];
        while (calls.Count < Requests || !editing.IsCompleted)
        {
            calls.Add(AskOnceAsync(client, stream: calls.Count % 2 == 0));
            await clock.WaitForNextTickAsync();
        }

        await Task.WhenAll(calls);
    }

    private async Task AskOnceAsync(HttpClient client, bool stream)
    {
        using var request = ProtocolCase.Chat.Ask($$"""{"model":"router-maestro","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""");
        using var response = await client.SendAsync(request);
        _statuses.Enqueue(response.StatusCode);
        if (response.IsSuccessStatusCode)
        {
            var model = response.Headers.GetValues("x-router-maestro-model").Single();
            _served.Enqueue((int.Parse(model["chat/edit-".Length..], CultureInfo.InvariantCulture), TimeProvider.System.GetTimestamp()));
        }
    }

    private async Task<List<(int Edit, long At)>> EditAsync(HttpClient client)
    {
        List<(int, long)> written = [];
        for (var edit = 1; edit <= Edits; edit++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(380), TimeProvider.System);
            if (edit == Truncated)
            {
                Write(Priorities(edit)[..^9]);
                await RealTime.UntilAsync(async () => (await HealthAsync(client)).Contains("the last valid version stays in effect", StringComparison.Ordinal), _promised);
                continue;
            }

            Write(Priorities(edit), inPlace: edit % 2 == 0);
            written.Add((edit, TimeProvider.System.GetTimestamp()));
        }

        await RealTime.UntilAsync(() => _served.Any(s => s.Edit == Edits), _promised);
        Assert.Equal("""{"status":"healthy"}""", await HealthAsync(client));
        return written;
    }

    private void Write(string content, bool inPlace = false)
    {
        Directory.CreateDirectory(Paths.ConfigDirectory);
        var draft = inPlace ? Paths.PrioritiesFile : Paths.PrioritiesFile + "~";
        File.WriteAllText(draft, content);
        if (!inPlace)
        {
            File.Move(draft, Paths.PrioritiesFile, overwrite: true);
        }
    }
}
