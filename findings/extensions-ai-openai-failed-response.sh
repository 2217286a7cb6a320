#!/usr/bin/env bash
# extensions-ai-openai-failed-response.sh: Microsoft.Extensions.AI.OpenAI hides how a streamed Responses API call ended.
#
# Packages:  NuGet Microsoft.Extensions.AI.OpenAI 10.11.0 with OpenAI 2.14.0, on net10.0.
# Behaviour: a stream that ends in response.failed or response.incomplete is read to its end without an exception, without ErrorContent and without a
#            finish reason: a failure looks like a short text. Only the RawRepresentation of the last update says so. Buffered, the same
#            responses have ErrorContent, and the finish reason `length`. A stream that ends in response.completed has the finish reason `stop`;
#            buffered, that response has none.
# Seen:      the lines in expected.txt below.
# Exit code: 0 as stated, 1 changed, 2 the program could not be restored, built or run.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES=$folder/packages DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

cat > expected.txt <<'END'
completed, buffered | text 'one two' | finish reason none | error none
completed, streamed | text 'one two' | finish reason stop | error none | last update from StreamingResponseCompletedUpdate
incomplete, buffered | text 'one two' | finish reason length | error none
incomplete, streamed | text 'one two' | finish reason none | error none | last update from StreamingResponseIncompleteUpdate
failed, buffered | text 'one two' | finish reason none | error It broke.
failed, streamed | text 'one two' | finish reason none | error none | last update from StreamingResponseFailedUpdate
END

common='"id":"resp_1","object":"response","created_at":1,"model":"model","tools":[],"tool_choice":"auto","parallel_tool_calls":true'
part='{"type":"output_text","text":"one two","annotations":[]}'
item='{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":['$part']}'
place='"item_id":"msg_1","output_index":0,"content_index":0'
usage='"usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}'
echo "{$common,\"status\":\"completed\",\"output\":[$item],$usage}" > completed.json
echo "{$common,\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[$item],$usage}" > incomplete.json
echo "{$common,\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"It broke.\"},\"output\":[$item]}" > failed.json
for end in completed incomplete failed; do
  cat > events.jsonl <<END
{"type":"response.created","sequence_number":0,"response":{$common,"status":"in_progress","output":[]}}
{"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":${item/"$part"/}}
{"type":"response.content_part.added","sequence_number":2,$place,"part":${part/one two/}}
{"type":"response.output_text.delta","sequence_number":3,$place,"delta":"one two"}
END
  [ $end = failed ] || cat >> events.jsonl <<END
{"type":"response.output_text.done","sequence_number":4,$place,"text":"one two"}
{"type":"response.content_part.done","sequence_number":5,$place,"part":$part}
{"type":"response.output_item.done","sequence_number":6,"output_index":0,"item":$item}
END
  echo "{\"type\":\"response.$end\",\"sequence_number\":7,\"response\":$(cat $end.json)}" >> events.jsonl
  sed 's/^{"type":"\(response\.[a-z_.]*\)".*/event: \1\ndata: &\n/' events.jsonl > $end.sse
done

cat > Finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <NoWarn>$(NoWarn);OPENAI001</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Extensions.AI.OpenAI" Version="[10.11.0]" />
    <PackageReference Include="OpenAI" Version="[2.14.0]" />
  </ItemGroup>
</Project>
END

cat > Program.cs <<'END'
using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
await using var server = builder.Build();
server.Urls.Add("http://127.0.0.1:0");
server.MapPost("/{end}/responses", async (string end, HttpRequest request) =>
{
    var isStream = (await new StreamReader(request.Body).ReadToEndAsync()).Contains("\"stream\":true");
    var (file, type) = isStream ? (end + ".sse", "text/event-stream") : (end + ".json", "application/json");
    return Results.Text(File.ReadAllText(file), type);
});
await server.StartAsync();

using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
foreach (var end in new[] { "completed", "incomplete", "failed" })
{
    var openAI = new OpenAIClient(new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = new Uri($"{server.Urls.Single()}/{end}") });
    using var client = openAI.GetResponsesClient().AsIChatClient("model");
    await Show(end + ", buffered", async () => Describe(await client.GetResponseAsync("hi", null, limit.Token)));
    await Show(end + ", streamed", async () =>
    {
        var updates = await client.GetStreamingResponseAsync("hi", null, limit.Token).ToListAsync();
        return $"{Describe(updates.ToChatResponse())} | last update from {updates[^1].RawRepresentation?.GetType().Name}";
    });
}

static string Describe(ChatResponse response)
{
    var error = response.Messages.SelectMany(m => m.Contents).OfType<ErrorContent>().FirstOrDefault()?.Message ?? "none";
    return $"text '{response.Text}' | finish reason {response.FinishReason?.Value ?? "none"} | error {error}";
}

static async Task Show(string name, Func<Task<string>> call)
{
    try
    {
        Console.WriteLine($"{name} | {await call()}");
    }
    catch (Exception exception)
    {
        Console.WriteLine($"{name} | {exception.GetType().Name}");
    }
}
END

timeout 300 dotnet build Finding.csproj -c Release -o out -v q --disable-build-servers > build.log 2>&1 || { cat build.log; exit 2; }
timeout 120 dotnet out/Finding.dll > seen.txt || { cat seen.txt; exit 2; }
cat seen.txt
if ! diff expected.txt seen.txt; then
  echo "Changed: lines with < are stated, lines with > were seen"
  exit 1
fi
echo "As stated: Microsoft.Extensions.AI.OpenAI 10.11.0 gives a streamed response that failed or was cut short no error and no finish reason"
