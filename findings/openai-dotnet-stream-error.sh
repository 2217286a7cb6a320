#!/usr/bin/env bash
# openai-dotnet-stream-error.sh: an error frame in a Chat Completions stream raises nothing in OpenAI for .NET.
#
# Package:   NuGet OpenAI 2.15.0, on net10.0.
# Behaviour: ChatClient.CompleteChatStreamingAsync turns an error frame into one more update, without id, text and finish
#            reason. The frame's `error` can be found only in the update's experimental Patch. `event: error` before the
#            frame changes nothing, nor does `[DONE]` after it. The error is not the end either: chunks behind it are
#            read as usual. A stream without finish reason and `[DONE]` ends like a complete one. Only a connection that
#            breaks off within the body throws (HttpIOException), after the error frame too.
# Seen:      the table in expected.txt below.
# Exit code: 0 as stated, 1 changed, 2 the program could not be restored, built or run.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES=$folder/packages DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

cat > expected.txt <<'END'
OpenAI 2.15.0
complete               | 'one two three' | updates: 3 | finish: Stop | errors in Patch: 0 | ended
error                  | 'one two '      | updates: 3 | finish: none | errors in Patch: 1 | ended
error, [DONE]          | 'one two '      | updates: 3 | finish: none | errors in Patch: 1 | ended
event: error           | 'one two '      | updates: 3 | finish: none | errors in Patch: 1 | ended
error, then more       | 'one two three' | updates: 4 | finish: Stop | errors in Patch: 1 | ended
error alone            | ''              | updates: 1 | finish: none | errors in Patch: 1 | ended
nothing more           | 'one two '      | updates: 2 | finish: none | errors in Patch: 0 | ended
error, broken off      | 'one two '      | updates: 3 | finish: none | errors in Patch: 1 | HttpIOException
END

cat > Finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <NoWarn>$(NoWarn);SCME0001</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OpenAI" Version="[2.15.0]" />
  </ItemGroup>
</Project>
END

cat > Program.cs <<'END'
using System.ClientModel;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OpenAI;
using OpenAI.Chat;

const string Done = "data: [DONE]\n\n";
const string Error = """data: {"error":{"message":"overloaded","type":"server_error","param":null,"code":null}}""" + "\n\n";
string start = Chunk("one ", "null") + Chunk("two ", "null");
string end = Chunk("three", "\"stop\"") + Done;

using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
var address = new Uri($"http://{listener.LocalEndpoint}/v1");
var client = new ChatClient("model", new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = address });

Console.WriteLine("OpenAI " + typeof(ChatClient).Assembly.GetName().Version!.ToString(3));
await Show("complete", start + end);
await Show("error", start + Error);
await Show("error, [DONE]", start + Error + Done);
await Show("event: error", start + "event: error\n" + Error);
await Show("error, then more", start + Error + end);
await Show("error alone", Error);
await Show("nothing more", start);
await Show("error, broken off", start + Error, brokenOff: true);

static string Chunk(string text, string finish) => "data: " + $$"""
    {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"model",
    "choices":[{"index":0,"delta":{"role":"assistant","content":"{{text}}"},"finish_reason":{{finish}}}]}
    """.ReplaceLineEndings("") + "\n\n";

async Task Show(string name, string body, bool brokenOff = false)
{
    var (text, updates, errors, finish, ending) = ("", 0, 0, "none", "ended");
    var server = ServeOnce(body, brokenOff);
    try
    {
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("hi")], null, limit.Token))
        {
            updates++;
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            finish = update.FinishReason?.ToString() ?? finish;
            errors += update.Patch.Contains("$.error"u8) ? 1 : 0;
        }
    }
    catch (Exception exception)
    {
        ending = exception.GetType().Name;
    }
    await server;
    Console.WriteLine($"{name,-22} | {$"'{text}'",-15} | updates: {updates} | finish: {finish} | errors in Patch: {errors} | {ending}");
}

// reads one request, sends the body as one chunk, and leaves the last chunk out where the connection shall break off
async Task ServeOnce(string body, bool brokenOff)
{
    using var connection = await listener.AcceptTcpClientAsync(limit.Token);
    using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII);
    var length = 0;
    while (await reader.ReadLineAsync(limit.Token) is { Length: > 0 } line)
    {
        length = line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(line[15..]) : length;
    }
    await reader.ReadBlockAsync(new char[length], limit.Token);
    const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    var response = $"{Head}{body.Length:x}\r\n{body}\r\n{(brokenOff ? "" : "0\r\n\r\n")}";
    await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(response), limit.Token);
}
END

timeout 300 dotnet build Finding.csproj -c Release -o out -v q --disable-build-servers > build.log 2>&1 || { cat build.log; exit 2; }
timeout 120 dotnet out/Finding.dll > seen.txt || { cat seen.txt; exit 2; }
cat seen.txt
if ! diff expected.txt seen.txt; then
  echo "Changed: lines with < are stated, lines with > were seen"
  exit 1
fi
echo "As stated: OpenAI 2.15.0 raises nothing at an error frame in a Chat Completions stream"
