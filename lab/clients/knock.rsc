# Knocks from a RouterOS 7 router: /tool fetch opens a TCP connection, and gives up before its SYN would be repeated.
# Set $target before: `:global target 203.0.113.21; /import knock.rsc`
:global target
:foreach port in={7000;9000;8000} do={
  :do { /tool fetch url=("http://" . $target . ":" . $port . "/") duration=200ms keep-result=no } on-error={}
}
