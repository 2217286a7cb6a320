using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RouterMaestro.Benchmarks;

/// <summary>
/// Measures the memory of a gateway while it holds back answers of 20 MiB, all at once: this process is the callers and the provider. The
/// provider ends no answer before all of them have arrived, or were refused.
/// </summary>
internal static class MemoryScenes
{
    private const int Answers = 24;
    private const int AnswerBytes = 20 * 1024 * 1024;
    private const int SmallEvent = 1024;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs the scenes and prints one line for each.</summary>
    /// <param name="port">The port of the provider, on loopback.</param>
    /// <param name="gateway">The address for calls.</param>
    /// <param name="key">The gateway's key.</param>
    /// <param name="model">The model, of a provider of the callers' protocol or of another.</param>
    /// <param name="pid">The process of the gateway.</param>
    public static async Task RunAsync(int port, Uri gateway, string key, string model, int pid)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(512);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = _patience };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        var ask = $$"""{"model":"{{model}}","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}""";
        var fresh = Read(pid, "VmRSS");

        foreach (var (name, count, bytes) in new[] { ("small events", Answers, SmallEvent), ("again", Answers, SmallEvent), ("one event", Answers, AnswerBytes), ("one call", 1, AnswerBytes) })
        {
            await File.WriteAllTextAsync($"/proc/{pid}/clear_refs", "5").ConfigureAwait(false);
            var provider = ServeAsync(listener, count, bytes);
            var calls = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => CallAsync(client, gateway, ask))).ConfigureAwait(false);
            await provider.WaitAsync(_patience).ConfigureAwait(false);
            var ends = string.Join(", ", calls.GroupBy(end => end).Select(group => $"{group.Count()} {group.Key}"));
            Console.WriteLine($"{name}: {ends}; peak {Read(pid, "VmHWM")} MiB");
        }

        await Task.Delay(TimeSpan.FromMinutes(1)).ConfigureAwait(false);
        var idle = Read(pid, "VmRSS");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"idle for a minute: {idle} MiB, fresh {fresh} MiB: {(double)idle / fresh:0.00}"));
    }

    private static async Task<string> CallAsync(HttpClient client, Uri gateway, string ask)
    {
        try
        {
            using var response = await client.PostAsync(gateway, new StringContent(ask)).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            return response.StatusCode != HttpStatusCode.OK ? $"{(int)response.StatusCode}"
                : body.AsSpan().Count("x"u8) >= AnswerBytes && IsEnd(body) ? "whole"
                : "broken";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return $"broken ({exception.GetType().Name})";
        }
    }

    private static bool IsEnd(ReadOnlySpan<byte> body) => body.EndsWith("data: [DONE]\n\n"u8) || body.EndsWith("{\"type\":\"message_stop\"}\n\n"u8);

    private static async Task ServeAsync(TcpListener listener, int count, int eventBytes)
    {
        using var sent = new CountdownEvent(count);
        List<Task> answers = [];
        for (var i = 0; i < count; i++)
        {
            var socket = await listener.AcceptSocketAsync().ConfigureAwait(false);
            answers.Add(Task.Factory.StartNew(() => Answer(socket, eventBytes, sent), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        await Task.WhenAll(answers).ConfigureAwait(false);
    }

    private static void Answer(Socket socket, int eventBytes, CountdownEvent sent)
    {
        using (socket)
        {
            try
            {
                socket.Receive(new byte[64 * 1024]);
                socket.Send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"u8);
                var text = Event($$"""{"content":"{{new string('x', eventBytes)}}"}""", "null");
                for (var at = 0; at < AnswerBytes; at += eventBytes)
                {
                    socket.Send(text);
                }
            }
            catch (SocketException)
            {
                // the call was refused
            }

            sent.Signal();
            sent.Wait(_patience);
            try
            {
                socket.Send([.. Event("{}", "\"stop\""), .. "data: [DONE]\n\n"u8]);
            }
            catch (SocketException)
            {
                // as above
            }
        }
    }

    private static byte[] Event(string delta, string finish) => Encoding.UTF8.GetBytes(
        $$"""data: {"id":"a","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""" + "\n\n");

    /// <summary>Reads a figure of a process, in MiB.</summary>
    private static int Read(int pid, string name)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }
}
